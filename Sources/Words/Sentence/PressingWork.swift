public import CivilTime
public import Contracts

/// Something that waits for a clerk in one contract: a line of *Ce qui presse*.
public struct PressingWork: Hashable, Sendable {
    /// What waits.
    public let kind: WorkKind
    /// Whom it is about; nil for the holder.
    public let beneficiary: BeneficiaryID?
    /// The day on which it is due.
    public let dueOn: Day
    /// The month that a proof attests, where it is known.
    public let month: Month?
    /// It in words.
    public let line: WorkLine

    /// Work with its line.
    public init(_ kind: WorkKind, of beneficiary: BeneficiaryID?, dueOn: Day, month: Month? = nil, line: WorkLine) {
        self.kind = kind
        self.beneficiary = beneficiary
        self.dueOn = dueOn
        self.month = month
        self.line = line
    }
}
