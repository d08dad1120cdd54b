import ContractService
import JSON

extension Scenario {
    /// What a body is when a step does not say otherwise.
    static func defaults(of command: CommandName) -> JSON {
        switch command {
        case .affiliate: .affiliation()
        case .exempt: ["scheme": "littoral-2026"]
        case .addBeneficiary: ["fiscallyDependent": true]
        case .startPortability: ["retired": false]
        default: [:]
        }
    }
}
