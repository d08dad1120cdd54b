import FoundationEssentials
import Postgres

extension EventLog {
    /// The append of many: what is there is read once behind the lock, the proposals are judged here, and what is accepted is copied in.
    ///
    /// Nothing that bears on the verdicts can change between the statements: whoever changes it holds the lock.
    static func copy(_ proposals: [Proposal], now: Int64, in session: Session) throws -> [Verdict] {
        do {
            let (_, heads, versions, answers) = try session.pipeline(
                begin, Statement.query(AppendStatement.lock, Head.init), versions(of: Set(proposals.map(\.contract))),
                kept(under: proposals.compactMap(\.idempotency?.key)))
            guard let head = heads.first else { throw LogDamage(position: 0, .headMissing) }
            var ruling = Ruling(
                on: head, now: now, versions: Dictionary(uniqueKeysWithValues: versions), answers: Dictionary(uniqueKeysWithValues: answers)
            )
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

    private static func versions(of contracts: Set<UUID>) -> Statement<[(UUID, Int)]> {
        Statement.query(
            "SELECT contract_id, max(version) FROM log.event WHERE contract_id = ANY (\(Array(contracts))) GROUP BY contract_id"
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
