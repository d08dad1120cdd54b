public import CivilTime
public import Contracts
public import FoundationEssentials

/// What a contract's months come to, as known at one instant.
public struct DueContract: Sendable {
    /// The contract.
    public let id: UUID
    /// When each of its projected events was recorded, by version. Some may be recorded later than the instant.
    public let recordedAt: [Instant]
    /// What each month comes to; the unconfirmed parameters are left out.
    public let liabilities: MonthLine<Situation.Liability>
    /// The employer's code on every day.
    public let employers: Timeline<String?>

    /// What the months of a contract come to.
    public init(id: UUID, recordedAt: [Instant], liabilities: MonthLine<Situation.Liability>, employers: Timeline<String?>) {
        self.id = id
        self.recordedAt = recordedAt
        self.liabilities = liabilities
        self.employers = employers
    }
}
