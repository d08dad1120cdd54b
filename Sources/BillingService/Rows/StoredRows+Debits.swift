import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Reads debits, and what became of them through a position of the log.
extension StoredRows {
    /// The debits of a run, in order of their identifiers.
    static func debits(
        of run: Int, after endToEndId: String = "", atMost limit: Int = .max, through position: Int64 = .max, in session: Session
    ) throws -> [StoredDebit] {
        try debits(
            "d.run = \(Int32(run)) AND d.end_to_end_id > \(endToEndId) ORDER BY d.end_to_end_id LIMIT \(limit)", through: position,
            in: session)
    }

    /// The debits of a file, in order of their identifiers.
    static func debits(
        ofFile file: String, after endToEndId: String = "", atMost limit: Int = .max, in session: Session
    ) throws -> [StoredDebit] {
        try debits(
            "d.file = \(file) AND d.end_to_end_id > \(endToEndId) ORDER BY d.end_to_end_id LIMIT \(limit)", through: .max, in: session)
    }

    /// The debits that some runs presented to some agents, in order.
    ///
    /// - Parameter day: only those that are collected after it; all of them after `nil`.
    static func debits(
        of contracts: [UUID], runs: [Int32], collectedAfter day: Day? = nil, through position: Int64, in session: Session
    ) throws -> [UUID: [StoredDebit]] {
        let isLater: SQL = day.map { "d.collection_on > \(PostgresDate($0))" } ?? "true"
        let found = try debits(
            """
            d.contract_id = ANY (\(contracts)) AND d.run = ANY (\(runs)) AND \(sql: isLater)
            ORDER BY d.contract_id, d.run, d.end_to_end_id
            """, through: position, in: session)
        return Dictionary(grouping: found) { UUID(bits: $0.debit.contract.bits) }
    }

    /// A debit by its identifier; `nil` when there is none.
    static func debit(_ endToEndId: String, in session: Session) throws -> StoredDebit? {
        try debits("d.end_to_end_id = \(endToEndId)", through: .max, in: session).first
    }

    /// The debits with some identifiers.
    static func debits(named endToEndIds: [String], in session: Session) throws -> [StoredDebit] {
        if endToEndIds.isEmpty { return [] }
        return try debits("d.end_to_end_id = ANY (\(endToEndIds))", through: .max, in: session)
    }

    /// What the bank credited of a file before.
    static func credited(_ file: String, of scheme: String, in session: Session) throws -> Money {
        Money(
            cents: try session.one(
                """
                SELECT coalesce(sum(amount), 0)::bigint FROM billing.bank_fact
                WHERE scheme = \(scheme) AND kind = \(BankFact.Kind.payment.rawValue) AND payer = \(BankFact.Payer.file(file).name)
                """, as: Int.self))
    }

    /// Whether a fact of a payer is recorded under a reference.
    static func isRecorded(
        _ kind: BankFact.Kind, of scheme: String, payer: BankFact.Payer, reference: String, in session: Session
    ) throws -> Bool {
        try session.one(
            """
            SELECT EXISTS (
                SELECT FROM billing.bank_fact WHERE scheme = \(scheme) AND kind = \(kind.rawValue) AND payer = \(payer.name)
                    AND reference = \(reference))
            """, as: Bool.self)
    }

    /// A file of debits; `nil` when there is none.
    static func file(_ id: String, in session: Session) throws -> StoredFile? {
        let found = try session.first(
            """
            SELECT d.run, d.collection_on,
                (SELECT c.state FROM billing.file_change c WHERE c.file = \(id) ORDER BY c.position DESC LIMIT 1)
            FROM billing.debit d WHERE d.file = \(id) ORDER BY d.end_to_end_id LIMIT 1
            """, as: (Int32, PostgresDate, String?).self)
        return try found.map { run, day, state in
            StoredFile(
                run: Int(run), file: DirectDebitFile(id: id, collectionOn: Day(day), state: try state.map(fileState) ?? .presented))
        }
    }

    /// How many debits a file has, and their sum.
    static func sum(ofFile id: String, in session: Session) throws -> DebitSum {
        let (count, cents) = try session.one(
            "SELECT count(*), coalesce(sum(amount), 0)::bigint FROM billing.debit WHERE file = \(id)", as: (Int, Int).self)
        return DebitSum(count: count, amount: Money(cents: cents))
    }

    /// Whether a bank has a file of a run.
    static func isHandedOver(_ run: Int, in session: Session) throws -> Bool {
        try session.one(
            "SELECT EXISTS (SELECT FROM billing.file_change WHERE run = \(Int32(run)) AND state = \(DirectDebitFile.State.handedOver.name))",
            as: Bool.self)
    }

    /// Where the log says that a clerk last resumed the debits of agents.
    static func resumptions(of contracts: [UUID], through position: Int64, in session: Session) throws -> [UUID: Int64] {
        Dictionary(
            uniqueKeysWithValues: try session.query(
                """
                SELECT contract_id, max(position) FROM billing.resumption
                WHERE contract_id = ANY (\(contracts)) AND position <= \(position) GROUP BY contract_id
                """, as: (UUID, Int64).self))
    }

    static func fileState(_ name: String) throws -> DirectDebitFile.State {
        switch name {
        case DirectDebitFile.State.handedOver.name: .handedOver
        case DirectDebitFile.State.withdrawn.name: .withdrawn
        default: throw DamagedRow("a file is never \(name)")
        }
    }

    private static func debits(_ condition: SQL, through position: Int64, in session: Session) throws -> [StoredDebit] {
        try session.query(
            """
            SELECT d.run, d.end_to_end_id, d.file, d.contract_id, d.mandate_reference, d.signed_on, d.registration, d.amended, d.sequence_type,
                d.amount, d.collection_on, d.notify_by, r.reason, r.position, c.state
            FROM billing.debit d
                LEFT JOIN billing.debit_return r ON r.end_to_end_id = d.end_to_end_id AND r.position <= \(position)
                LEFT JOIN LATERAL (
                    SELECT state FROM billing.file_change WHERE file = d.file AND position <= \(position) ORDER BY position DESC LIMIT 1
                ) c ON true
            WHERE \(sql: condition)
            """
        ) { try debit($0) }
    }

    private static func debit(_ row: borrowing Row) throws -> StoredDebit {
        let sequence = try row.value(at: 8, as: String.self)
        guard let sequenceType = SequenceType(rawValue: sequence) else { throw DamagedRow("\(sequence) is no sequence type") }
        let state = try row.value(at: 14, as: String?.self).map(fileState)
        let outcome: PastDebit.Outcome =
            if let reason = try row.value(at: 12, as: String?.self), let position = try row.value(at: 13, as: Int64?.self) {
                .returned(reason: reason, position: position)
            } else if state == .withdrawn {
                .withdrawn
            } else {
                .presented
            }
        return StoredDebit(
            run: Int(try row.value(at: 0, as: Int32.self)),
            debit: DirectDebit(
                endToEndId: try row.value(at: 1), file: try row.value(at: 2),
                contract: BilledContract(bits: try row.value(at: 3, as: UUID.self).bits),
                mandate: RegisteredMandate(
                    reference: try row.value(at: 4), signedOn: Day(try row.value(at: 5, as: PostgresDate.self)),
                    event: Int(try row.value(at: 6, as: Int32.self))),
                isAmended: try row.value(at: 7), sequenceType: sequenceType, amount: Money(cents: try row.value(at: 9)),
                days: CollectionDays(
                    collectionOn: Day(try row.value(at: 10, as: PostgresDate.self)),
                    notifyBy: Day(try row.value(at: 11, as: PostgresDate.self)))), outcome: outcome,
            isHandedOver: state == .handedOver)
    }
}

extension DirectDebitFile.State {
    /// Its name in rows.
    var name: String {
        switch self {
        case .presented: "presented"
        case .handedOver: "handedOver"
        case .withdrawn: "withdrawn"
        }
    }
}
