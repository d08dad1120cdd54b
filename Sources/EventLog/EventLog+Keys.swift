public import Postgres

extension EventLog {
    /// How many idempotency keys no event covers: their commands recorded nothing, or came before hash version 2.
    public static func uncoveredKeys(in session: Session) throws -> Int {
        try session.one("SELECT count(*) FROM log.idempotency WHERE salt IS NULL AND fingerprint <> ''", as: Int.self)
    }

    /// The instant before which the rows of keys may be gone, in microseconds since 1970; nil when all must be there. The last month is always kept,
    /// whatever the bound says.
    public static func keysGoneBefore(in session: Session) throws -> Int64? {
        let instant = try session.one("SELECT (\(sql: bound))", as: PostgresTimestamp?.self)
        return instant?.microsecondsSince1970
    }

    private static let bound: SQL = """
        SELECT CASE WHEN gone_before IS NOT NULL THEN least(gone_before, (recorded_at AT TIME ZONE 'UTC' - interval '1 month') AT TIME ZONE 'UTC') END
        FROM log.idempotency_bound, log.head
        """

    /// Proves the rows of idempotency keys against the events that cover them.
    ///
    /// The rows of commands that recorded nothing, and those of events of hash version 1, are covered by no event: of these only the events that they
    /// name are proved to be there.
    ///
    /// - Parameters:
    ///   - end: rows of later events are checked too, but none of them is missed.
    ///   - covered: how many events up to `end` cover a key, of those recorded at `start` or later.
    ///   - start: the rows of keys recorded before may be gone, and are checked when they are there.
    /// - Throws: The first `LogDamage`, by key.
    static func verifyKeys(_ database: Database, through end: Int64, covered: Int, from start: Int64, pageSize: Int64) async throws {
        var walk = KeyWalk(through: end, from: start)
        while !walk.isAtEnd { walk = try await database.withSession { [walk] in try walk.afterNextPage(of: pageSize, in: $0) } }
        if walk.found == covered { return }
        try await database.withSession { try verifyNoKeyMissing(through: end, in: $0) }
    }

    /// Proves the same in one session.
    static func verifyKeys(in session: Session, through end: Int64, covered: Int, from start: Int64, pageSize: Int64) throws {
        var walk = KeyWalk(through: end, from: start)
        while !walk.isAtEnd { walk = try walk.afterNextPage(of: pageSize, in: session) }
        if walk.found != covered { try verifyNoKeyMissing(through: end, in: session) }
    }

    /// - Throws: The first `LogDamage` of an event up to `end` whose key is missing, though it must be there.
    static func verifyNoKeyMissing(through end: Int64, in session: Session) throws {
        // The bound is read by the same statement: a service may move it at any moment.
        let event = try session.query(
            """
            SELECT \(sql: columns) FROM log.event
            WHERE position <= \(end) AND octet_length(key_digest) > 0
                AND recorded_at >= coalesce((\(sql: bound)), '-infinity') AND NOT EXISTS (
                SELECT FROM log.idempotency AS kept WHERE kept.contract_id = event.contract_id AND kept.last_version = event.version)
            ORDER BY position LIMIT 1
            """, RecordedEvent.init
        ).first
        if let event { throw LogDamage(event, .keyMissing) }
    }
}

/// Walks the rows of idempotency keys in the order of the keys, and counts those that events cover.
private struct KeyWalk: Sendable {
    /// How many rows agree with an event that covers a key. No two rows agree with one event, as the digest holds the key. So none is missing
    /// if as many events cover a key.
    private(set) var found = 0
    private(set) var isAtEnd = false
    private var last = ""
    private let end: Int64
    private let start: Int64

    /// Counts rows of events up to `end` that were recorded at `start` or later.
    init(through end: Int64, from start: Int64) { (self.end, self.start) = (end, start) }

    /// - Throws: The first `LogDamage`, by key.
    func afterNextPage(of size: Int64, in session: Session) throws -> KeyWalk {
        var walk = self
        let page = try KeptKey.page(after: last, limit: size, in: session)
        for kept in page {
            if let damage = kept.damage { throw damage }
            if kept.isCovered, kept.position <= end, kept.recordedAt >= start { walk.found += 1 }
        }
        walk.last = page.last?.key ?? last
        walk.isAtEnd = page.isEmpty
        return walk
    }
}
