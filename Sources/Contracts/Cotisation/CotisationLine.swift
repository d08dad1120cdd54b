public import CivilTime

/// A line of a month's cotisation: a price, and its division between employer and agent.
public struct CotisationLine: Hashable, Sendable {
    /// The subject of a line.
    public enum Component: String, CaseIterable, Sendable {
        case base, option, partner, child, adultChild
    }

    /// The subject of the line.
    public let component: Component
    /// The beneficiary concerned; `nil` for the holder.
    public let beneficiary: BeneficiaryID?
    /// The part that the employer finally pays.
    public let employerShare: Money
    /// The part that the agent finally pays.
    public let agentShare: Money

    /// The whole price.
    public var amount: Money { employerShare + agentShare }
}
