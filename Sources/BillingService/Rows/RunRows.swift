import Billing
import CivilTime
import Contracts
import Crypto
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// Writes the rows of a run in one transaction, and hashes them.
struct RunRows {
    private let run: BillingRun
    /// The position of the event that accepted the run.
    private let source: Int64
    /// The run's own entries, numbered from 1.
    private var ledger: LedgerBook
    private var line = HashedTable(.line)
    private var prescribed = HashedTable(.prescribed)
    private var held = HashedTable(.held)
    private var debit = HashedTable(.debit)
    private var entry = HashedTable(.entry)
    private var posting = HashedTable(.posting)
    /// What only the vault keeps of the debits.
    private(set) var secrets: [NewRecord] = []

    /// - Parameter closed: the last month that is shut, of the run's scheme.
    init(_ run: BillingRun, source: Int64, closedThrough closed: Month?) {
        self.run = run
        self.source = source
        ledger = LedgerBook(closedThrough: closed.map { [run.scheme: $0] } ?? [:])
    }

    /// Takes a part, and writes it.
    ///
    /// - Parameter session: where to write; `nil` only hashes.
    mutating func take(_ part: RunPart, in session: Session?) throws {
        for line in part.lines { add(line) }
        for amount in part.prescribed { add(amount) }
        for held in part.held { add(held) }
        for presented in part.debits { add(presented) }
        for draft in part.drafts { add(ledger.enter(draft, recordedAt: run.knownAt)) }
        try line.flush(in: session)
        try prescribed.flush(in: session)
        try held.flush(in: session)
        try debit.flush(in: session)
        try entry.flush(in: session)
        try posting.flush(in: session)
    }

    /// The hashes of all rows, by table.
    var hashes: [String: String] {
        Dictionary(uniqueKeysWithValues: [line, prescribed, held, debit, entry, posting].map { ($0.table.rawValue, $0.hash) })
    }

    /// The statement that gives the entries their numbers, behind the end of the ledger.
    func batch(at position: Int64, _ instant: Int64, behind end: (number: Int64, numbers: [Int64])) -> SQL {
        """
        INSERT INTO billing.batch (source, scheme, position, recorded_at, number, numbers, count, counts)
        VALUES (\(source), \(run.scheme), \(position), \(PostgresTimestamp(microsecondsSince1970: instant)), \(end.number), \(end.numbers),
            \(Int64(ledger.number)), \(Journal.allCases.map { Int64(ledger.numbers[$0, default: 0]) }))
        """
    }

    private mutating func add(_ added: CallLine) {
        line.rows.row(fields: 10)
        line.rows.amount(run.number, added.contract, added.month, added.payer)
        line.rows.field(Int16(CallLine.Origin.allCases.firstIndex(of: added.origin) ?? 0))
        line.rows.flows(added.flows)
        line.rows.array(added.learnt.events.count, of: Int32.self) { pen in
            for version in added.learnt.events { pen.element(Int32(version)) }
        }
        line.rows.array(added.learnt.parameters.count, of: PostgresTimestamp.self) { pen in
            for instant in added.learnt.parameters { pen.element(PostgresTimestamp(instant)) }
        }
    }

    private mutating func add(_ amount: PrescribedAmount) {
        prescribed.rows.row(fields: 7)
        prescribed.rows.amount(run.number, amount.contract, amount.month, amount.payer)
        prescribed.rows.flows(amount.flows)
    }

    private mutating func add(_ added: HeldDebit) {
        held.rows.row(fields: 4)
        held.rows.field(Int32(run.number))
        held.rows.field(UUID(bits: added.contract.bits))
        held.rows.field(Int64(added.amount.cents))
        held.rows.field(added.reason.rawValue)
    }

    private mutating func add(_ presented: PresentedDebit) {
        let added = presented.debit
        let contract = UUID(bits: added.contract.bits)
        debit.rows.row(fields: 12)
        debit.rows.field(Int32(run.number))
        debit.rows.field(added.endToEndId)
        debit.rows.field(added.file)
        debit.rows.field(contract)
        debit.rows.field(added.mandate.reference)
        debit.rows.field(Int32(added.mandate.event))
        debit.rows.field(PostgresDate(added.mandate.signedOn))
        debit.rows.field(added.isAmended)
        debit.rows.field(added.sequenceType.rawValue)
        debit.rows.field(Int64(added.amount.cents))
        debit.rows.field(PostgresDate(added.days.collectionOn))
        debit.rows.field(PostgresDate(added.days.notifyBy))
        let content: JSON = ["name": .string(presented.name), "iban": .string(presented.iban)]
        secrets.append(
            NewRecord(
                Record(
                    contract: contract, person: .holder, kind: .directDebit(endToEndId: added.endToEndId),
                    content: content.bytes(sortedKeys: true))))
    }

    private mutating func add(_ added: LedgerEntry) {
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

/// The rows of a table that were not written yet, and the hash of all.
private struct HashedTable {
    let table: HashedRows
    var rows = BinaryRows()
    private var digest = SHA256()

    init(_ table: HashedRows) { self.table = table }

    mutating func flush(in session: Session?) throws {
        if rows.bytes.isEmpty { return }
        rows.bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
        try session?.copyIn(SQL(unsafe: "COPY billing.\(table.rawValue) (\(table.columns)) FROM STDIN (FORMAT binary)")) {
            try $0.bytes(rows.bytes)
        }
        rows.removeAll()
    }

    var hash: String { hexadecimal(digest.finalize()) }
}

/// The digits of bytes, two for each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}

extension BinaryRows {
    fileprivate mutating func amount(_ run: Int, _ contract: BilledContract, _ month: Month, _ payer: Payer) {
        field(Int32(run))
        field(UUID(bits: contract.bits))
        field(PostgresDate(month.firstDay))
        if let employer = payer.employer { field(employer) } else { null() }
    }

    fileprivate mutating func flows(_ flows: Flows) {
        field(Int64(flows.employerToInsurer.cents))
        field(Int64(flows.agentToInsurer.cents))
        field(Int64(flows.employerToAgent.cents))
    }
}
