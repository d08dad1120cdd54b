public import Postgres

extension EventLog {
    /// Proves that the log is undamaged, up to where it ended when the verification began.
    ///
    /// Checks that no position or version is missing or out of order, and every hash. Checks the head, and every kept key against its event.
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
        let keysFrom = try await database.withSession { try keysGoneBefore(in: $0) } ?? .min
        let walk = try await proven(ChainWalk(keysFrom: keysFrom), to: end, database, pageSize: pageSize, progress: progress)
        guard walk.head == end else { throw LogDamage(position: end.position, .headDiffers) }
        try await database.withSession(verifyNothingOutside)
        try await verifyKeys(database, through: end.position, covered: walk.keyCount, from: keysFrom, pageSize: pageSize)
        return end
    }

    /// Proves the events behind a proven head, up to another head. Their times may be nil.
    ///
    /// - Parameter start: a head proven before; `Head.empty` proves all.
    /// - Throws: The first `LogDamage`.
    public static func prove(_ database: Database, behind start: Head, through end: Head) async throws {
        let proven = try await proven(ChainWalk(behind: start), to: end, database, pageSize: 1000) { _, _ in }.head
        guard proven.position == end.position, proven.hash == end.hash else { throw LogDamage(position: end.position, .headDiffers) }
    }

    private static func proven(
        _ start: ChainWalk, to end: Head, _ database: Database, pageSize: Int64, progress: @Sendable (_ proven: Head, _ end: Head) -> Void
    ) async throws -> ChainWalk {
        var walk = start
        while walk.head.position < end.position {
            walk = try await database.withSession { [walk] session in
                try proven(walk, through: min(walk.head.position + pageSize, end.position), in: session)
            }
            progress(walk.head, end)
        }
        return walk
    }

    /// Proves the same in one session, and in its transaction if there is one.
    ///
    /// - Throws: The first `LogDamage`, by position.
    @discardableResult
    static func verify(in session: Session, pageSize: Int64 = 1000, progress: (_ proven: Head, _ end: Head) -> Void) throws -> Head {
        let end = try head(in: session)
        let keysFrom = try keysGoneBefore(in: session) ?? .min
        var walk = ChainWalk(keysFrom: keysFrom)
        while walk.head.position < end.position {
            walk = try proven(walk, through: min(walk.head.position + pageSize, end.position), in: session)
            progress(walk.head, end)
        }
        guard walk.head == end else { throw LogDamage(position: end.position, .headDiffers) }
        try verifyNothingOutside(in: session)
        try verifyKeys(in: session, through: end.position, covered: walk.keyCount, from: keysFrom, pageSize: pageSize)
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
        ) { (event: try RecordedEvent($0), followsItsContract: try $0.value(at: 10, as: Bool.self)) }
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
}
