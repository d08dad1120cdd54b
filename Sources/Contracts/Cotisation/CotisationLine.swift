public import CivilTime

/// A line of a month's cotisation: a price, and who bears it.
public struct CotisationLine: Hashable, Sendable {
    /// What the line is for.
    public enum Component: String, CaseIterable, Sendable {
        case base, option, partner, child, adultChild
    }

    /// What it is for.
    public let component: Component
    /// For whom, when it is not for the holder.
    public let beneficiary: BeneficiaryID?
    /// What the employer bears in the end.
    public let employerShare: Money
    /// What the agent bears in the end.
    public let agentShare: Money

    /// The whole price.
    public var amount: Money { employerShare + agentShare }
}
