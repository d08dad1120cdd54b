import CivilTime
import Contracts

/// The sums of the contracts compared so far. Its size depends on the number of employers, not of contracts.
struct WhatIfTally: Sendable {
    private(set) var groups: [WhatIf.Key: WhatIfSums] = [:]
    private(set) var agents = DifferenceSpread()
    private(set) var employers = DifferenceSpread()

    /// Adds a contract.
    mutating func add(_ comparison: TariffComparison) {
        let key = WhatIf.Key(employer: comparison.employer, standing: comparison.standing, basis: comparison.basis)
        groups[key, default: WhatIfSums()].add(comparison)
        agents.count(comparison.byAgent)
        employers.count(comparison.byEmployer)
    }
}
