import Billing
import CivilTime
import FoundationEssentials
import Postgres

/// Reads accounts: sums and movements of the entries that count at a position of the log.
extension StoredRows {
    /// The balances of the agents of a range of contracts under a scheme. A contract without an entry has none.
    static func agentBalances(
        of scheme: String, through position: Int64, after first: UUID?, through last: UUID, in session: Session
    ) throws -> [UUID: Money] {
        let rows = try session.query(
            """
            SELECT p.contract_id, sum(p.amount)::bigint FROM billing.posting p JOIN billing.batch b USING (source)
            WHERE p.account = 'receivable:agent' AND p.contract_id <= \(last) AND \(sql: after(first, "p.contract_id"))
                AND b.scheme = \(scheme) AND b.position <= \(position)
            GROUP BY p.contract_id
            """, as: (UUID, Int).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, Money(cents: $0.1)) })
    }

    /// Joins each posting `p` with its batch `b`, one by one: accounts have few postings, and there is a batch for each fact of the bank. A plan that walks
    /// all batches must not be chosen.
    static let withBatch: SQL =
        "CROSS JOIN LATERAL (SELECT scheme, position, recorded_at FROM billing.batch WHERE batch.source = p.source OFFSET 0) b"

    /// The balance of an account under a scheme.
    static func balance(of holder: AccountHolder, scheme: String, through position: Int64, in session: Session) throws -> Money {
        Money(
            cents: try session.one(
                """
                SELECT coalesce(sum(p.amount), 0)::bigint FROM billing.posting p \(sql: withBatch)
                WHERE \(sql: isOn(holder)) AND b.scheme = \(scheme) AND b.position <= \(position)
                """, as: Int.self))
    }

    /// The condition on postings of an account.
    static func isOn(_ holder: AccountHolder) -> SQL {
        switch holder {
        case .employer(let code): "p.account = 'receivable:employer' AND p.employer = \(code)"
        case .agent(let contract): "p.account = 'receivable:agent' AND p.contract_id = \(UUID(bits: contract.bits))"
        }
    }

    /// The movements of an account as known at an instant, in the order of the ledger.
    static func movements(of holder: AccountHolder, knownAt instant: Instant, in session: Session) throws -> [AccountMovement] {
        return try session.query(
            """
            SELECT p.amount, e.kind, e.reference, e.counts_on FROM billing.posting p \(sql: withBatch)
                JOIN billing.entry e USING (source, place)
            WHERE \(sql: isOn(holder)) AND b.recorded_at <= \(PostgresTimestamp(instant)) ORDER BY b.position, e.place
            """
        ) { row in
            let (kind, reference) = (try row.value(at: 1, as: String.self), try row.value(at: 2, as: String.self))
            guard let source = LedgerSource(kind: kind, reference: reference) else {
                throw DamagedRow("no entry records \(kind) \(reference)")
            }
            return AccountMovement(
                Money(cents: try row.value(at: 0)), from: source, on: Day(try row.value(at: 3, as: PostgresDate.self)))
        }
    }

    /// Where the ledger ends: how many entries there are, in all and by journal.
    static func ledgerEnd(in session: Session) throws -> (number: Int64, numbers: [Int64]) {
        let last = try session.first(
            "SELECT number, numbers, count, counts FROM billing.batch ORDER BY position DESC LIMIT 1",
            as: (Int64, [Int64], Int64, [Int64]).self)
        guard let (number, numbers, count, counts) = last else { return (0, Journal.allCases.map { _ in 0 }) }
        return (number + count, zip(numbers, counts).map { $0 + $1 })
    }
}

extension LedgerSource {
    /// What it is called in rows.
    var kind: String {
        switch self {
        case .run: "run"
        case .presentation: "presentation"
        case .withdrawal: "withdrawal"
        case .debitReturn: "debitReturn"
        case .bankFact(let kind, _): kind.rawValue
        }
    }

    /// What a row says.
    init?(kind: String, reference: String) {
        switch kind {
        case "run":
            guard let number = Int(reference.dropFirst()) else { return nil }
            self = .run(number)
        case "presentation": self = .presentation(file: reference)
        case "withdrawal": self = .withdrawal(file: reference)
        case "debitReturn": self = .debitReturn(endToEndId: reference)
        default:
            guard let fact = BankFact.Kind(rawValue: kind) else { return nil }
            self = .bankFact(fact, reference: reference)
        }
    }
}
