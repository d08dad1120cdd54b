import FoundationEssentials
import Postgres

extension EventLog {
    /// The append of many: what is there is read once behind the lock, the proposals are judged here, and what is accepted is copied in.
    ///
    /// Nothing that bears on the verdicts can change between the statements: whoever changes it holds the lock.
    static func copy(_ proposals: [Proposal], now: Int64, in session: Session) throws -> [Verdict] {
        let expected = Dictionary(proposals.map { ($0.contract, $0.expectedVersion) }) { min($0, $1) }
        do {
            let (_, heads, newest, answers) = try session.pipeline(
                begin, Statement.query(AppendStatement.lock, Head.init), versions(from: expected),
                kept(under: proposals.compactMap(\.idempotency?.key)))
            guard let head = heads.first else { throw LogDamage(position: 0, .headMissing) }
            var versions = Dictionary(uniqueKeysWithValues: newest)
            let short = expected.filter { $0.value > 0 && versions[$0.key] == nil }.mapValues { _ in 0 }
            if !short.isEmpty {
                for (contract, version) in try session.pipeline([self.versions(from: short)])[0] { versions[contract] = version }
            }
            var ruling = Ruling(on: head, now: now, versions: versions, answers: Dictionary(uniqueKeysWithValues: answers))
            let verdicts = proposals.map { ruling.judge($0) }
            try copyIn(ruling, in: session)
            _ = try session.pipeline(ruling.alongside.map(Statement.execute) + closing(ruling))
            return verdicts
        } catch {
            // Where this fails too, the connection is gone or is given up, and the transaction with it.
            _ = try? session.execute("ROLLBACK")
            throw error
        }
    }

    /// The version of each contract that has reached at least the one named: of a contract that is where it is expected to be, one entry of the
    /// index is read, however long its history.
    private static func versions(from expected: [UUID: Int]) -> Statement<[(UUID, Int)]> {
        Statement.query(
            """
            SELECT e.contract_id, max(e.version) FROM log.event e
            JOIN unnest(\(Array(expected.keys)), \(expected.values.map { Int32(clamping: $0) })) AS p (contract_id, version)
                ON e.contract_id = p.contract_id AND e.version >= p.version
            GROUP BY e.contract_id
            """
        ) { row in (try row.value(at: 0, as: UUID.self), try row.value(at: 1, as: Int.self)) }
    }

    private static func copyIn(_ ruling: Ruling, in session: Session) throws {
        if !ruling.events.isEmpty {
            try session.copyIn("COPY log.event (\(sql: columns)) FROM STDIN (FORMAT binary)") { rows in
                for event in ruling.events {
                    try rows.row(
                        event.position, event.contract, Int32(event.version), event.type, Int16(event.schema),
                        PostgresTimestamp(microsecondsSince1970: event.recordedAt), event.recordedBy, PostgresJSON(utf8: event.payload),
                        event.hash)
                }
            }
        }
        if !ruling.keys.isEmpty {
            try session.copyIn("COPY log.idempotency (\(sql: keyColumns)) FROM STDIN (FORMAT binary)") { rows in
                for (key, receipt) in ruling.keys {
                    try rows.row(
                        key.key, key.fingerprint, receipt.contract, receipt.versions.map { Int32($0.lowerBound) },
                        receipt.versions.map { Int32($0.upperBound) }, Int32(receipt.version), receipt.position,
                        PostgresTimestamp(microsecondsSince1970: receipt.recordedAt))
                }
            }
        }
    }

    /// Moves the head if there are events, and announces them; ends the transaction.
    private static func closing(_ ruling: Ruling) -> [Statement<Int>] {
        guard !ruling.events.isEmpty else { return [commit] }
        let (head, instant) = (ruling.head, ruling.instant)
        return [
            Statement.execute(
                """
                UPDATE log.head SET position = \(head.position), hash = \(head.hash),
                    recorded_at = \(PostgresTimestamp(microsecondsSince1970: instant))
                """),
            Statement.execute("SELECT pg_notify(\(channel), '')"), commit,
        ]
    }
}

extension Head {
    /// Reads the columns `position, hash, recorded_at`, and leaves what may follow them.
    init(_ row: borrowing Row) throws {
        self.init(
            position: try row.value(at: 0), hash: try row.value(at: 1),
            recordedAt: try row.value(at: 2, as: PostgresTimestamp?.self)?.microsecondsSince1970)
    }
}
