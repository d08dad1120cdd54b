/// What an entry records: the paper behind it.
public enum LedgerSource: Hashable, Sendable {
    /// The run with this number.
    case run(Int)
    /// A file of direct debits that a run presents.
    case presentation(file: String)
    /// A file that is withdrawn, or taken back with its run.
    case withdrawal(file: String)
    /// A direct debit that came back, by its identifier.
    case debitReturn(endToEndId: String)
    /// A payment, a refund or a write-off, by its reference.
    case bankFact(BankFact.Kind, reference: String)

    /// The paper's reference.
    public var reference: String {
        switch self {
        case .run(let number): BillingRun.name(number)
        case .presentation(let file), .withdrawal(let file): file
        case .debitReturn(let endToEndId): endToEndId
        case .bankFact(_, let reference): reference
        }
    }
}
