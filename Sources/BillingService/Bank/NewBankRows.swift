import Billing
import CivilTime
import Postgres

/// The rows of many facts of the bank, which are written many at a time in the transaction that records them.
struct NewBankRows {
    private let instant: Int64
    private let closedThrough: [String: Month]
    private var facts = BinaryRows()
    private var returns = BinaryRows()
    private var changes = BinaryRows()
    private var lines = BinaryRows()
    private var entries = BinaryRows()
    private var postings = BinaryRows()
    private var batches = BinaryRows()
    /// Where the ledger ends.
    private var end: (number: Int64, numbers: [Int64])

    /// So many bytes of postings are kept before they are written.
    private static let limit = 1 << 20

    /// - Parameter instant: when the events are recorded, in microseconds since 1970.
    init(instant: Int64, history: RunHistory, in session: Session) throws {
        self.instant = instant
        let schemes = Set(history.runs.map(\.run.scheme))
        closedThrough = Dictionary(
            uniqueKeysWithValues: schemes.compactMap { scheme in history.book(of: scheme).closedThrough.map { (scheme, $0) } })
        end = try StoredRows.ledgerEnd(in: session)
    }

    /// Adds a payment, a refund or a write-off.
    mutating func add(_ fact: BankFact, at position: Int64) {
        facts.row(fields: 7)
        facts.field(position)
        facts.field(fact.scheme)
        facts.field(fact.kind.rawValue)
        facts.field(fact.payer.name)
        facts.field(Int64(fact.amount.cents))
        facts.field(PostgresDate(fact.on))
        facts.field(fact.reference)
    }

    /// Adds the return of a debit.
    mutating func add(_ fact: DebitReturn, of endToEndId: String, at position: Int64) {
        returns.row(fields: 5)
        returns.field(endToEndId)
        returns.field(fact.kind.rawValue)
        returns.field(fact.reason)
        returns.field(PostgresDate(fact.on))
        returns.field(position)
    }

    /// Adds what a file is from an event on.
    mutating func add(_ stored: StoredFile, on day: Day, at position: Int64) {
        changes.row(fields: 5)
        changes.field(stored.file.id)
        changes.field(Int32(stored.run))
        changes.field(stored.file.state.name)
        changes.field(PostgresDate(day))
        changes.field(position)
    }

    /// Adds lines of which nothing was recorded.
    mutating func add(_ unmatched: [KeptBankLine], of message: String, foundOn day: Day, at position: Int64) {
        for (place, line) in unmatched.enumerated() {
            lines.row(fields: 10)
            lines.field(position)
            lines.field(Int32(place + 1))
            lines.field(message)
            for text in [line.endToEndId, line.file, line.reference] { if let text { lines.field(text) } else { lines.null() } }
            if let amount = line.amount { lines.field(Int64(amount.cents)) } else { lines.null() }
            if let on = line.on { lines.field(PostgresDate(on)) } else { lines.null() }
            if let rule = line.rule { lines.field(rule) } else { lines.null() }
            lines.field(PostgresDate(day))
        }
    }

    /// Adds the entry that an event makes.
    ///
    /// - Returns: the hashes of its rows by table; none without an entry.
    mutating func enter(_ draft: LedgerDraft?, of scheme: String, at position: Int64) throws -> [String: String] {
        guard let draft else { return [:] }
        var rows = LedgerRows(source: position, scheme: scheme, closedThrough: closedThrough[scheme])
        rows.add(draft, recordedAt: Instant(microseconds: instant))
        rows.move(to: &entries, &postings)
        batches.row(fields: 8)
        batches.field(position)
        batches.field(scheme)
        batches.field(position)
        batches.field(PostgresTimestamp(microsecondsSince1970: instant))
        batches.field(end.number)
        batches.array(end.numbers)
        batches.field(rows.count)
        batches.array(rows.counts)
        end = (end.number + rows.count, zip(end.numbers, rows.counts).map { $0 + $1 })
        return rows.hashes
    }

    /// Writes the rows if they are many.
    mutating func flushIfMany(in session: Session) throws { if postings.bytes.count > Self.limit { try flush(in: session) } }

    /// Writes the rows.
    mutating func flush(in session: Session) throws {
        try Self.write(&facts, "bank_fact (position, scheme, kind, payer, amount, happened_on, reference)", in: session)
        try Self.write(&returns, "debit_return (end_to_end_id, kind, reason, happened_on, position)", in: session)
        try Self.write(&changes, "file_change (file, run, state, happened_on, position)", in: session)
        try Self.write(
            &lines, "bank_line (position, place, message, end_to_end_id, file, reference, amount, happened_on, rule, found_on)", in: session
        )
        try Self.write(&entries, "entry (\(HashedRows.entry.columns))", in: session)
        try Self.write(&postings, "posting (\(HashedRows.posting.columns))", in: session)
        try Self.write(&batches, "batch (source, scheme, position, recorded_at, number, numbers, count, counts)", in: session)
    }

    private static func write(_ rows: inout BinaryRows, _ table: String, in session: Session) throws {
        if rows.bytes.isEmpty { return }
        let bytes = rows.bytes
        try session.copyIn(SQL(unsafe: "COPY billing.\(table) FROM STDIN (FORMAT binary)")) { try $0.bytes(bytes) }
        rows.removeAll()
    }
}

extension BinaryRows {
    /// An array of numbers.
    fileprivate mutating func array(_ numbers: [Int64]) {
        array(numbers.count, of: Int64.self) { pen in for number in numbers { pen.element(number) } }
    }
}
