import CivilTime
public import Contracts

/// The sums of some contracts under the scheme in force and under another.
public struct WhatIfSums: Hashable, Sendable {
    /// For how many contracts a payer bears more, less or the same.
    public struct Payers: Hashable, Sendable {
        /// The contracts for which the payer would bear more.
        public internal(set) var more = 0
        /// The contracts for which it would bear less.
        public internal(set) var less = 0
        /// The contracts for which it would bear the same.
        public internal(set) var same = 0

        mutating func count(_ difference: Int) {
            if difference > 0 { more += 1 } else if difference < 0 { less += 1 } else { same += 1 }
        }

        mutating func add(_ other: Payers) {
            more += other.more
            less += other.less
            same += other.same
        }
    }

    /// The number of contracts.
    public private(set) var contracts = 0
    /// The contracts by what the agent bears.
    public private(set) var agents = Payers()
    /// The contracts by what the employer bears.
    public private(set) var employers = Payers()
    /// The flows under the scheme in force.
    public private(set) var inForce = Flows.zero
    /// The flows under the other scheme.
    public private(set) var whatIf = Flows.zero

    /// No contracts.
    public init() {}

    /// The flows under the other scheme, less those under the scheme in force.
    public var difference: Flows { whatIf - inForce }

    /// Adds a contract.
    public mutating func add(_ comparison: TariffComparison) {
        contracts += 1
        agents.count(comparison.byAgent.cents)
        employers.count(comparison.byEmployer.cents)
        inForce = inForce + comparison.inForce
        whatIf = whatIf + comparison.whatIf
    }

    /// Adds other contracts.
    public mutating func add(_ other: WhatIfSums) {
        contracts += other.contracts
        agents.add(other.agents)
        employers.add(other.employers)
        inForce = inForce + other.inForce
        whatIf = whatIf + other.whatIf
    }
}

extension TariffComparison {
    /// How much more the agent would bear; negative when less.
    var byAgent: Money { whatIf.borneByAgent - inForce.borneByAgent }

    /// How much more the employer would bear; negative when less.
    var byEmployer: Money { whatIf.borneByEmployer - inForce.borneByEmployer }
}
