public import Postgres

extension EventLog {
    /// How many idempotency keys no event covers: their commands recorded nothing, or came before hash version 2.
    public static func uncoveredKeys(in session: Session) throws -> Int {
        try session.one("SELECT count(*) FROM log.idempotency WHERE salt IS NULL AND fingerprint <> ''", as: Int.self)
    }

    /// Proves the rows of idempotency keys against the events that cover them.
    ///
    /// The rows of commands that recorded nothing, and those of events of hash version 1, are covered by no event: of these only the events that they
    /// name are proved to be there.
    ///
    /// - Parameters:
    ///   - end: rows of later events are checked too, but none of them is missed.
    ///   - covered: how many events up to `end` cover a key.
    /// - Throws: The first `LogDamage`, by key.
    static func verifyKeys(_ database: Database, through end: Int64, covered: Int, pageSize: Int64) async throws {
        var found = 0
        var last: String? = ""
        while let key = last {
            let page = try await database.withSession { try KeptKey.page(after: key, limit: pageSize, in: $0) }
            for kept in page {
                if let damage = kept.damage { throw damage }
                if kept.isCovered, kept.position <= end { found += 1 }
            }
            last = page.last?.key
        }
        // No two rows agree with one event, as the digest holds the key. So equal numbers prove that no row is missing.
        if found == covered { return }
        try await database.withSession { session in
            let event = try session.query(
                """
                SELECT \(sql: columns) FROM log.event
                WHERE position <= \(end) AND octet_length(key_digest) > 0 AND NOT EXISTS (
                    SELECT FROM log.idempotency AS kept WHERE kept.contract_id = event.contract_id AND kept.last_version = event.version)
                ORDER BY position LIMIT 1
                """, RecordedEvent.init
            ).first
            if let event { throw LogDamage(event, .keyMissing) }
        }
    }
}
