import CivilTime
public import Contracts

extension Flows {
    /// Adds another's amounts, flow by flow.
    public static func += (left: inout Flows, right: Flows) { left = left + right }

    /// What an employer is called for: its own part and what it withholds, without refunds to agents.
    var calledOfEmployer: Money { employerToInsurer + agentToInsurer }
}
