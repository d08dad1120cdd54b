public import CivilTime
public import Contracts

/// A waiting deadline of a contract: a line of *Ce qui presse*.
public struct PressingWork: Hashable, Sendable {
    /// The kind of work.
    public let kind: WorkKind
    /// The beneficiary concerned; nil for the holder.
    public let beneficiary: BeneficiaryID?
    /// The day on which it is due.
    public let dueOn: Day
    /// The month that a proof attests, if known.
    public let month: Month?
    /// The deadline in words.
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
