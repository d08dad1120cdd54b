public import Postgres

extension EventLog {
    /// Records what can be recorded of a draft, in its order, in one transaction. Must not be called inside a transaction.
    ///
    /// Proposals for one contract are judged one after the other; anything but an acceptance ends the contract's part of the append, and
    /// the rest of it is a conflict. Few are appended in one round trip, in two when there is something alongside; many are
    /// copied in, with the same verdicts and the same rows.
    /// - Parameters:
    ///   - now: In microseconds since 1970. `recordedAt` is this, or that of the last event if it is later.
    ///   - alongside: what else is done in the same transaction.
    ///   - known: what was looked up for the proposals, which need not be again where nobody else has appended since.
    /// - Returns: A verdict for each proposal. When it returns, what it says is durable.
    public static func append(
        _ draft: Draft, now: Int64, alongside: Alongside? = nil, known: LookedUp? = nil, in session: Session
    ) throws -> [Verdict] {
        if draft.isEmpty { return [] }
        return try draft.claims.isEmpty
            ? insert(draft.few, now: now, alongside: alongside, in: session)
            : copy(draft, now: now, known: known, alongside: alongside, in: session)
    }

    /// Records what can be recorded of proposals.
    public static func append(_ proposals: [Proposal], now: Int64, in session: Session) throws -> [Verdict] {
        try append(Draft(proposals), now: now, in: session)
    }

    /// Makes statements that are run in the transaction of an append, after it: told which of the proposals were accepted, by their places.
    public typealias Alongside = (_ isAccepted: (Int) -> Bool) throws -> [SQL]

    static var begin: Statement<Int> { Statement.execute("BEGIN ISOLATION LEVEL READ COMMITTED") }
    static var commit: Statement<Int> { Statement.execute("COMMIT") }

    /// Lets PostgreSQL do everything, in one statement behind the lock.
    private static func insert(
        _ proposals: [Proposal], now: Int64, alongside: Alongside?, in session: Session
    ) throws -> [Verdict] {
        let lock = Statement.execute(AppendStatement.lock)
        let record = Statement.query(AppendStatement.record(proposals, now: now)) { try Verdict($0) }
        guard let alongside else {
            return try answers(to: proposals, session.pipeline(begin, lock, record, commit).2)
        }
        do {
            let verdicts = try answers(to: proposals, session.pipeline(begin, lock, record).2)
            _ = try session.pipeline(statements(alongside, verdicts) + [commit])
            return verdicts
        } catch {
            // Where this fails too, the connection is gone or is given up, and the transaction with it.
            _ = try? session.execute("ROLLBACK")
            throw error
        }
    }

    /// What is to be run for those of the proposals that got these verdicts.
    static func statements(_ alongside: Alongside?, _ verdicts: [Verdict]) throws -> [Statement<Int>] {
        try alongside.map { alongside in
            try alongside { if case .appended = verdicts[$0] { true } else { false } }.map(Statement.execute)
        } ?? []
    }

    /// Without the row of the head there is nobody to answer.
    private static func answers(to proposals: [Proposal], _ verdicts: [Verdict]) throws -> [Verdict] {
        guard verdicts.count == proposals.count else { throw LogDamage(position: 0, .headMissing) }
        return verdicts
    }
}

extension Verdict {
    /// Reads a row of `AppendStatement.record`.
    init(_ row: borrowing Row) throws {
        switch try row.value(at: 0, as: String.self) {
        case "appended": self = .appended(try Receipt(row, from: 1))
        case "replayed": self = .replayed(try Receipt(row, from: 1))
        case "conflict": self = .conflict(actualVersion: try row.value(at: 4))
        default: self = .mismatched
        }
    }
}

extension Receipt {
    /// Reads the columns `contract_id, first_version, last_version, version, position, recorded_at` that begin at `column`.
    init(_ row: borrowing Row, from column: Int) throws {
        let first = try row.value(at: column + 1, as: Int?.self)
        let last = try row.value(at: column + 2, as: Int?.self)
        self.init(
            contract: try row.value(at: column), versions: first.flatMap { first in last.map { first...$0 } },
            version: try row.value(at: column + 3), position: try row.value(at: column + 4),
            recordedAt: try row.value(at: column + 5, as: PostgresTimestamp.self).microsecondsSince1970)
    }
}
