import Billing
import CivilTime
import Contracts
import FoundationEssentials
import Postgres

/// Reads what tells work about money: accounts in credit, and lines of banks' files.
extension StoredRows {
    /// Those of some agents' accounts under a scheme that are in credit at a position of the log: the balance, and the day on which the account came into
    /// credit last.
    static func credits(
        of contracts: [UUID], scheme: String, through position: Int64, in session: Session
    ) throws -> [UUID: (balance: Money, since: Day)] {
        if contracts.isEmpty { return [:] }
        let rows = try session.query(
            credits("p.contract_id", "p.account = 'receivable:agent' AND p.contract_id = ANY (\(contracts))", scheme, through: position),
            as: (UUID, Int, PostgresDate).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, (Money(cents: $0.1), Day($0.2))) })
    }

    /// The same of employers' accounts.
    static func credits(
        ofEmployers codes: [String], scheme: String, through position: Int64, in session: Session
    ) throws -> [String: (balance: Money, since: Day)] {
        if codes.isEmpty { return [:] }
        let rows = try session.query(
            credits("p.employer", "p.account = 'receivable:employer' AND p.employer = ANY (\(codes))", scheme, through: position),
            as: (String, Int, PostgresDate).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, (Money(cents: $0.1), Day($0.2))) })
    }

    /// The holder of an account, its balance, and the day of the last event that brought the account from no credit into credit.
    ///
    /// The entries of one event count together: those of a run call and debit.
    private static func credits(_ holder: SQL, _ condition: SQL, _ scheme: String, through position: Int64) -> SQL {
        """
        SELECT DISTINCT ON (holder) holder, total::bigint, happened_on FROM (
            SELECT \(sql: holder) AS holder, b.position, max(e.happened_on) AS happened_on, sum(p.amount) AS amount,
                sum(sum(p.amount)) OVER (PARTITION BY \(sql: holder) ORDER BY b.position) AS balance,
                sum(sum(p.amount)) OVER (PARTITION BY \(sql: holder)) AS total
            FROM billing.posting p \(sql: withBatch) JOIN billing.entry e USING (source, place)
            WHERE \(sql: condition) AND b.scheme = \(scheme) AND b.position <= \(position)
            GROUP BY \(sql: holder), b.position
        ) moved WHERE total < 0 AND balance < 0 AND balance - amount >= 0 ORDER BY holder, position DESC
        """
    }

    /// How often each line of a message was kept, whatever rule refused it.
    static func bankLines(of message: String, in session: Session) throws -> [KeptBankLine: Int] {
        let lines = try session.query(
            "SELECT end_to_end_id, file, reference, amount, happened_on FROM billing.bank_line WHERE message = \(message)"
        ) { row in
            KeptBankLine(
                endToEndId: try row.value(at: 0), file: try row.value(at: 1), reference: try row.value(at: 2),
                amount: try row.value(at: 3, as: Int?.self).map { Money(cents: $0) },
                on: try row.value(at: 4, as: PostgresDate?.self).map { Day($0) }, rule: nil)
        }
        return Dictionary(lines.map { ($0, 1) }) { $0 + $1 }
    }
}
