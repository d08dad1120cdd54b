public import Postgres

/// What a server's log holds, compared with positions that the primary's log has had.
public struct StandbyLook: Sendable {
    /// Where the server's log ends.
    public let head: Head
    /// Whether the server replays the log of another one. False once it was promoted.
    public let isStandby: Bool
    /// The greatest of the given positions up to which the server's log goes, with the hash there; nil when it goes to none of them.
    public let held: (position: Int64, hash: [UInt8])?
}

extension EventLog {
    /// Looks at a server's log, and at the greatest of `positions` that it holds and that is not beyond `limit`. One round trip.
    /// - Throws: `LogDamage` when an event is missing.
    public static func look(at positions: [Int64], through limit: Int64, in session: Session) throws -> StandbyLook {
        let looks = try session.query(
            """
            SELECT h.position, h.hash, h.recorded_at, pg_is_in_recovery(), m.position, e.hash
            FROM log.head AS h
                CROSS JOIN LATERAL (
                    SELECT max(s.position) AS position FROM unnest(\(positions)) AS s (position) WHERE s.position <= least(h.position, \(limit))
                ) AS m
                LEFT JOIN log.event AS e ON e.position = m.position
            """
        ) { row -> StandbyLook in
            let position = try row.value(at: 4, as: Int64?.self)
            let hash = position == 0 ? Head.empty.hash : try row.value(at: 5, as: [UInt8]?.self)
            if let position, hash == nil { throw LogDamage(position: position, .missing) }
            return StandbyLook(
                head: try Head(row), isStandby: try row.value(at: 3), held: position.flatMap { position in hash.map { (position, $0) } })
        }
        guard let look = looks.first else { throw LogDamage(position: 0, .headMissing) }
        return look
    }

    /// Where the log of a primary ends, and the primary's timeline: the next one begins when another server takes its place.
    /// - Throws: When the server is a standby (55000).
    public static func primaryHead(in session: Session) throws -> (head: Head, timeline: String) {
        let heads = try session.query(
            "SELECT position, hash, recorded_at, left(pg_walfile_name(pg_current_wal_lsn()), 8) FROM log.head"
        ) { row -> (head: Head, timeline: String) in (try Head(row), try row.value(at: 3)) }
        guard let head = heads.first else { throw LogDamage(position: 0, .headMissing) }
        return head
    }
}
