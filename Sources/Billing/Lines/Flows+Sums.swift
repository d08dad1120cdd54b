public import Contracts
import CivilTime

extension Flows {
    /// The sum, flow by flow.
    public static func + (left: Flows, right: Flows) -> Flows {
        Flows(
            employerToInsurer: left.employerToInsurer + right.employerToInsurer,
            agentToInsurer: left.agentToInsurer + right.agentToInsurer,
            employerToAgent: left.employerToAgent + right.employerToAgent)
    }

    /// Adds another's amounts, flow by flow.
    public static func += (left: inout Flows, right: Flows) { left = left + right }

    /// What an employer is called for: its own part and what it withholds, without refunds to agents.
    var calledOfEmployer: Money { employerToInsurer + agentToInsurer }
}
