public import CivilTime

/// The amounts of a month between the three parties.
public struct Flows: Hashable, Sendable {
    /// Paid by the employer to the insurer.
    public var employerToInsurer: Money
    /// Paid by the agent to the insurer.
    public var agentToInsurer: Money
    /// Refunded by the employer to the agent.
    public var employerToAgent: Money

    /// Three amounts.
    public init(employerToInsurer: Money, agentToInsurer: Money, employerToAgent: Money) {
        self.employerToInsurer = employerToInsurer
        self.agentToInsurer = agentToInsurer
        self.employerToAgent = employerToAgent
    }

    /// What the agent bears: what they pay to the insurer, without what the employer refunds.
    public var borneByAgent: Money { agentToInsurer - employerToAgent }

    /// What the employer bears: what it pays to the insurer, and what it refunds to the agent.
    public var borneByEmployer: Money { employerToInsurer + employerToAgent }

    /// Nothing is due.
    public static let zero = Flows(employerToInsurer: .zero, agentToInsurer: .zero, employerToAgent: .zero)

    /// The amounts of both.
    public static func + (left: Flows, right: Flows) -> Flows {
        Flows(
            employerToInsurer: left.employerToInsurer + right.employerToInsurer,
            agentToInsurer: left.agentToInsurer + right.agentToInsurer,
            employerToAgent: left.employerToAgent + right.employerToAgent)
    }

    /// The amounts to collect, or to refund where negative, when `right` was known before.
    public static func - (left: Flows, right: Flows) -> Flows {
        Flows(
            employerToInsurer: left.employerToInsurer - right.employerToInsurer,
            agentToInsurer: left.agentToInsurer - right.agentToInsurer,
            employerToAgent: left.employerToAgent - right.employerToAgent)
    }
}
