public import CivilTime
public import Contracts

/// A direct debit that a run presents. It names nobody: the run seals name and account under the person's key.
public struct DirectDebit: Hashable, Sendable {
    /// Its identifier from end to end, by which the bank speaks of it: `R000004D0000001`.
    public let endToEndId: String
    /// Its file: `R000004F001`.
    public let file: String
    /// The contract.
    public let contract: BilledContract
    /// The mandate.
    public let mandate: RegisteredMandate
    /// Whether the account is another one than that of the last debit under the reference.
    public let isAmended: Bool
    /// Its place in the sequence under the mandate.
    public let sequenceType: SequenceType
    /// The amount, above zero.
    public let amount: Money
    /// The day of collection, and that of its notice.
    public let days: CollectionDays

    /// A direct debit.
    public init(
        endToEndId: String, file: String, contract: BilledContract, mandate: RegisteredMandate, isAmended: Bool, sequenceType: SequenceType,
        amount: Money, days: CollectionDays
    ) {
        self.endToEndId = endToEndId
        self.file = file
        self.contract = contract
        self.mandate = mandate
        self.isAmended = isAmended
        self.sequenceType = sequenceType
        self.amount = amount
        self.days = days
    }
}
