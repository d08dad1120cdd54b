import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Writes the rows of a run in one transaction, and hashes them.
struct RunRows {
    private let run: BillingRun
    private var ledger: LedgerRows
    private var line = HashedTable(.line)
    private var prescribed = HashedTable(.prescribed)
    private var held = HashedTable(.held)
    private var debit = HashedTable(.debit)
    private var credit = HashedTable(.credit)

    /// - Parameters:
    ///   - source: the position of the event that accepted the run.
    ///   - closed: the last month that is shut, of the run's scheme.
    init(_ run: BillingRun, source: Int64, closedThrough closed: Month?) {
        self.run = run
        ledger = LedgerRows(source: source, scheme: run.scheme, closedThrough: closed)
    }

    /// Takes a part, and writes it.
    ///
    /// - Parameter session: where to write; `nil` only hashes.
    mutating func take(_ part: RunPart, in session: Session?) throws {
        for line in part.lines { add(line) }
        for amount in part.prescribed { add(amount) }
        for held in part.held { add(held) }
        for presented in part.debits { add(presented.debit) }
        for credit in part.credits { add(credit) }
        for draft in part.drafts { ledger.add(draft, recordedAt: run.knownAt) }
        try line.flush(in: session)
        try prescribed.flush(in: session)
        try held.flush(in: session)
        try debit.flush(in: session)
        try credit.flush(in: session)
        try ledger.flush(in: session)
    }

    /// The hashes of all rows, by table.
    var hashes: [String: String] {
        Dictionary(
            uniqueKeysWithValues: [line, prescribed, held, debit, credit].map { ($0.table.rawValue, $0.hash) }
        ).merging(ledger.hashes) { $1 }
    }

    /// The statement that gives the entries their numbers, behind the end of the ledger.
    func batch(at position: Int64, _ instant: Int64, behind end: (number: Int64, numbers: [Int64])) -> SQL {
        ledger.batch(at: position, instant, behind: end)
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

    private mutating func add(_ added: LeftCredit) {
        credit.rows.row(fields: 4)
        credit.rows.field(Int32(run.number))
        credit.rows.field(UUID(bits: added.contract.bits))
        credit.rows.field(Int64(added.balance.cents))
        credit.rows.field(PostgresDate(added.since))
    }

    private mutating func add(_ added: DirectDebit) {
        debit.rows.row(fields: 12)
        debit.rows.field(Int32(run.number))
        debit.rows.field(added.endToEndId)
        debit.rows.field(added.file)
        debit.rows.field(UUID(bits: added.contract.bits))
        debit.rows.field(added.mandate.reference)
        debit.rows.field(Int32(added.mandate.event))
        debit.rows.field(PostgresDate(added.mandate.signedOn))
        debit.rows.field(added.isAmended)
        debit.rows.field(added.sequenceType.rawValue)
        debit.rows.field(Int64(added.amount.cents))
        debit.rows.field(PostgresDate(added.days.collectionOn))
        debit.rows.field(PostgresDate(added.days.notifyBy))
    }
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
