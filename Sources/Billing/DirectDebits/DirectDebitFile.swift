public import CivilTime

/// A file of direct debits, on its way to the bank.
public struct DirectDebitFile: Hashable, Sendable {
    /// Where it is.
    public enum State: Hashable, Sendable {
        /// A run made it.
        case presented
        /// The bank has it.
        case handedOver
        /// Nobody hands it over any more.
        case withdrawn
    }

    /// The greatest number of debits in a file: the bank's file that rejects each of them can be read.
    public static let greatestCount = 100_000

    /// Its identifier: `R000004F001`.
    public let id: String
    /// The day of collection.
    public let collectionOn: Day
    /// Where it is.
    public private(set) var state: State

    /// A file.
    public init(id: String, collectionOn: Day, state: State = .presented) {
        self.id = id
        self.collectionOn = collectionOn
        self.state = state
    }

    /// Hands the file over to the bank, at the latest on the last business day before the collection (EPC016-06).
    public mutating func handOver(on day: Day) throws(BillingRefusal) {
        if day > TargetCalendar.lastOpenDay(before: collectionOn) { throw BillingRefusal(.fileTooLate) }
        try leave(for: .handedOver)
    }

    /// Withdraws the file: its debits are owed again.
    public mutating func withdraw() throws(BillingRefusal) { try leave(for: .withdrawn) }

    /// Learns from a debit that came back that the bank has the file: it cannot be withdrawn any more.
    public mutating func confirm() throws(BillingRefusal) {
        if state == .withdrawn { throw BillingRefusal(.fileWithdrawn) }
        state = .handedOver
    }

    /// Learns from the credit of the file that the bank collected it, even if the file was withdrawn here: then its debits are presented again.
    public mutating func collect() { state = .handedOver }

    private mutating func leave(for next: State) throws(BillingRefusal) {
        switch state {
        case .presented: state = next
        case .handedOver: throw BillingRefusal(.fileAlreadyHandedOver)
        case .withdrawn: throw BillingRefusal(.fileWithdrawn)
        }
    }
}
