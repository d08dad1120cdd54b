public import Postgres

extension EventLog {
    /// Proves that the log is undamaged, up to where it ended when the verification began.
    ///
    /// Checks that no position or version is missing or out of order, and every hash. Checks the head, and that each kept key has its
    /// event.
    ///
    /// Memory does not grow with the log. No transaction stays open; appends may go on.
    /// - Parameter progress: called after each page with the proven head.
    /// - Returns: The proven head. Keep it outside the database: it exposes a rewritten log even if all its hashes agree.
    /// - Throws: The first `LogDamage`, by position.
    @discardableResult
    public static func verify(
        _ database: Database, pageSize: Int64 = 1000, progress: @Sendable (_ proven: Head, _ end: Head) -> Void = { _, _ in }
    ) async throws -> Head {
        let end = try await database.withSession { try head(in: $0) }
        var walk = ChainWalk()
        while walk.head.position < end.position {
            walk = try await database.withSession { [walk] session in
                try proven(walk, through: min(walk.head.position + pageSize, end.position), in: session)
            }
            progress(walk.head, end)
        }
        guard walk.head == end else { throw LogDamage(position: end.position, .headDiffers) }
        try await database.withSession(verifyNothingOutside)
        var key: String? = ""
        while let last = key {
            key = try await database.withSession { try verifyKeys(after: last, limit: pageSize, in: $0) }
        }
        return end
    }

    /// Proves the same in one session, and in its transaction if there is one.
    ///
    /// - Throws: The first `LogDamage`, by position.
    @discardableResult
    static func verify(in session: Session, pageSize: Int64 = 1000, progress: (_ proven: Head, _ end: Head) -> Void) throws -> Head {
        let end = try head(in: session)
        var walk = ChainWalk()
        while walk.head.position < end.position {
            walk = try proven(walk, through: min(walk.head.position + pageSize, end.position), in: session)
            progress(walk.head, end)
        }
        guard walk.head == end else { throw LogDamage(position: end.position, .headDiffers) }
        try verifyNothingOutside(in: session)
        var key: String? = ""
        while let last = key { key = try verifyKeys(after: last, limit: pageSize, in: session) }
        return end
    }

    private static func proven(_ start: ChainWalk, through end: Int64, in session: Session) throws -> ChainWalk {
        var walk = start
        let events = try session.query(
            """
            SELECT \(sql: columns), version = 1 OR EXISTS (
                SELECT FROM log.event earlier
                WHERE earlier.contract_id = event.contract_id AND earlier.version = event.version - 1 AND earlier.position < event.position)
            FROM log.event WHERE position BETWEEN \(start.head.position + 1) AND \(end) ORDER BY position
            """
        ) { (event: try RecordedEvent($0), followsItsContract: try $0.value(at: 9, as: Bool.self)) }
        for (event, followsItsContract) in events { try walk.step(event, followsItsContract: followsItsContract) }
        guard walk.head.position == end else { throw LogDamage(position: walk.head.position + 1, .missing) }
        return walk
    }

    private static func verifyNothingOutside(in session: Session) throws {
        let outside = try session.query(
            """
            (SELECT \(sql: columns) FROM log.event WHERE position < 1 ORDER BY position LIMIT 1)
            UNION ALL
            (SELECT \(sql: columns) FROM log.event WHERE position > (SELECT position FROM log.head) ORDER BY position LIMIT 1)
            """, RecordedEvent.init)
        if let event = outside.first { throw LogDamage(event, .beyondHead) }
    }

    /// - Returns: The last key checked; nil when there are no more.
    private static func verifyKeys(after key: String, limit: Int64, in session: Session) throws -> String? {
        let keys = try session.query(
            """
            SELECT key, contract_id, version, position, version = 0 OR EXISTS (
                SELECT FROM log.event e
                WHERE e.contract_id = kept.contract_id AND e.version = kept.version
                    AND (e.position = kept.position OR kept.last_version IS NULL AND e.position < kept.position))
            FROM (SELECT * FROM log.idempotency WHERE key > \(key) ORDER BY key LIMIT \(limit)) AS kept
            ORDER BY key
            """
        ) { row in
            let key = try row.value(at: 0, as: String.self)
            guard try row.value(at: 4, as: Bool.self) else {
                throw LogDamage(
                    position: try row.value(at: 3), contract: try row.value(at: 1), version: try row.value(at: 2),
                    .keyWithoutEvents(key: key))
            }
            return key
        }
        return keys.last
    }
}
