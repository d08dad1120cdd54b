public import Postgres

/// The standbys of one primary that this process has seen, and how far each has flushed the write-ahead log.
///
/// A standby that is no longer connected is kept: what it lacks only grows. A failover makes another server the primary, with other standbys: so
/// a new timeline begins without any.
public struct SeenStandbys: Sendable {
    private var timeline = ""
    /// Up to which byte the primary has flushed its write-ahead log.
    private var end: Int64 = 0
    /// The same of each standby, by its name.
    private var flushed: [String: Int64] = [:]

    /// None seen yet.
    public init() {}

    /// How much of the write-ahead log each seen standby has not flushed, in bytes, by its name.
    public var lags: [String: Int64] { flushed.mapValues { max(0, end - $0) } }

    /// What is seen after a look at the connected standbys. The look sees none where the owner of the database may not.
    ///
    /// - Throws: When the server is a standby itself (55000).
    public func afterLook(in session: Session) throws -> SeenStandbys {
        let (ends, connected) = try session.pipeline(
            Statement.query(
                "SELECT pg_walfile_name(pg_current_wal_flush_lsn()), pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '0/0')::bigint"
            ) {
                (timeline: String(try $0.value(at: 0, as: String.self).prefix(8)), end: try $0.value(at: 1, as: Int64.self))
            },
            Statement.query("SELECT standby, lag FROM maintien.standby_lag()") {
                (name: try $0.value(at: 0, as: String.self), lag: try $0.value(at: 1, as: Int64.self))
            })
        var seen = self
        for (timeline, end) in ends {
            if timeline != seen.timeline { seen.flushed = [:] }
            (seen.timeline, seen.end) = (timeline, end)
        }
        for (name, lag) in connected { seen.flushed[name] = seen.end - lag }
        return seen
    }
}
