import Synchronization

/// The newest timeline that this process has seen on a group of servers. Each failover begins one. All pools of these servers share it.
///
/// A former primary that was frozen or cut off still answers its sessions, and accepts new ones, until it learns of the failover. Its answers
/// lack what the new primary has committed. So once a newer timeline is seen, sessions of older ones are not used any more.
final class NewestTimeline: Sendable {
    private static let groups = Mutex<[[String]: NewestTimeline]>([:])
    private let newest = Mutex<Int64>(0)

    private init() {}

    /// The newest timeline of the servers of `configuration`; nil when it does not ask for the primary of several.
    static func of(_ configuration: PostgresConfiguration) -> NewestTimeline? {
        guard configuration.namesSeveralServers, ["primary", "read-write"].contains(configuration.targetServer) else { return nil }
        return groups.withLock { groups in
            let group = groups[configuration.servers] ?? NewestTimeline()
            groups[configuration.servers] = group
            return group
        }
    }

    /// Whether no newer timeline than this one was seen.
    func includes(_ timeline: Int64) -> Bool { newest.withLock { $0 <= timeline } }

    /// Reads the timeline of a new session, before its first access.
    ///
    /// - Throws: `.unreachable` when the server is a former primary, or does not answer within `patience`.
    func admit(_ session: Session, patience: Duration) throws(PostgresError) {
        let timeline: Int64
        do {
            timeline = try session.within(patience) {
                try session.one("SELECT ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::int8", as: Int64.self)
            }
        } catch {
            throw PostgresError(.unreachable, "the server did not tell its timeline")
        }
        let isNewest = newest.withLock { newest in
            newest = max(newest, timeline)
            return newest == timeline
        }
        guard isNewest else { throw PostgresError(.unreachable, "the server is a former primary") }
        session.timeline = (timeline, self)
    }
}
