public import Billing
public import CivilTime

/// A line of a bank file. Whether a debit or a file of this identifier is known here is not decided by the file.
public enum BankFileLine: Hashable, Sendable {
    /// A direct debit came back.
    case returned(endToEndId: String, DebitReturn)
    /// A file of direct debits was rejected: each debit of it comes back that has not come back by a line of its own.
    case rejected(file: String, DebitReturn)
    /// A file of direct debits was credited.
    case credited(file: String, amount: Money, on: Day, reference: String)
    /// Money moved, and nothing says by which of our debits or files.
    case unmatched(UnmatchedBankLine)
}
