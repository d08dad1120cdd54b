import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Writes the entries that one event makes, in the transaction that records it.
struct LedgerRows {
    /// The position of the event that says what is entered.
    private let source: Int64
    private let scheme: String
    /// The entries of this event, numbered from 1.
    private var ledger: LedgerBook
    private var entry = HashedTable(.entry)
    private var posting = HashedTable(.posting)

    /// - Parameter closed: the last month that is shut, of the scheme.
    init(source: Int64, scheme: String, closedThrough closed: Month?) {
        self.source = source
        self.scheme = scheme
        ledger = LedgerBook(closedThrough: closed.map { [scheme: $0] } ?? [:])
    }

    /// Writes the rows that were added.
    ///
    /// - Parameter session: where to write; `nil` only hashes.
    mutating func flush(in session: Session?) throws {
        try entry.flush(in: session)
        try posting.flush(in: session)
    }

    /// Leaves it to somebody else to write the rows that were added.
    mutating func move(to entries: inout BinaryRows, _ postings: inout BinaryRows) {
        entry.move(to: &entries)
        posting.move(to: &postings)
    }

    /// How many entries were added.
    var count: Int64 { Int64(ledger.number) }
    /// The same by journal.
    var counts: [Int64] { Journal.allCases.map { Int64(ledger.numbers[$0, default: 0]) } }

    /// The hashes of all rows, by table.
    var hashes: [String: String] { Dictionary(uniqueKeysWithValues: [entry, posting].map { ($0.table.rawValue, $0.hash) }) }

    /// The statement that gives the entries their numbers, behind the end of the ledger.
    ///
    /// - Parameter position: of the event from which on they count, recorded at `instant`.
    func batch(at position: Int64, _ instant: Int64, behind end: (number: Int64, numbers: [Int64])) -> SQL {
        """
        INSERT INTO billing.batch (source, scheme, position, recorded_at, number, numbers, count, counts)
        VALUES (\(source), \(scheme), \(position), \(PostgresTimestamp(microsecondsSince1970: instant)), \(end.number), \(end.numbers),
            \(count), \(counts))
        """
    }

    /// Adds an entry.
    ///
    /// - Parameter instant: when the event that says what is entered was recorded.
    mutating func add(_ draft: LedgerDraft, recordedAt instant: Instant) {
        let added = ledger.enter(draft, recordedAt: instant)
        entry.rows.row(fields: 9)
        entry.rows.field(source)
        entry.rows.field(Int32(added.number))
        entry.rows.field(Int16(Journal.allCases.firstIndex(of: added.journal) ?? 0))
        entry.rows.field(Int32(added.numberInJournal))
        entry.rows.field(PostgresDate(added.on))
        entry.rows.field(PostgresDate(added.draft.on))
        if let month = added.draft.month { entry.rows.field(PostgresDate(month.firstDay)) } else { entry.rows.null() }
        entry.rows.field(added.draft.source.kind)
        entry.rows.field(added.draft.source.reference)
        for (place, part) in added.postings.enumerated() {
            posting.rows.row(fields: 7)
            posting.rows.field(source)
            posting.rows.field(Int32(added.number))
            posting.rows.field(Int32(place))
            posting.rows.field(part.account.group)
            switch part.account.holder {
            case .employer(let code):
                posting.rows.field(code)
                posting.rows.null()
            case .agent(let contract):
                posting.rows.null()
                posting.rows.field(UUID(bits: contract.bits))
            case nil:
                posting.rows.null()
                posting.rows.null()
            }
            posting.rows.field(Int64(part.amount.cents))
        }
    }
}
