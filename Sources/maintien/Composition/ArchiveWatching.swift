import Metrics
import Postgres

/// Measures regularly how far PostgreSQL's archive of its write-ahead log is behind. Where PostgreSQL does not archive, there is no metric.
struct ArchiveWatching {
    /// Connections that may read.
    let database: Database

    private static let interval = Duration.seconds(5)

    /// Measures until the task is cancelled.
    func run() async {
        var lag = ArchiveLag()
        while !Task.isCancelled {
            // Without the database there is nothing to measure.
            if let state = try? await database.withSession({ try Self.state(in: $0) }), state.mode != "off" {
                let archived = state.file.flatMap { ArchiveLag.end(of: $0, segment: state.segment) } ?? 0
                Gauge(label: "maintien_archive_lag_seconds")
                    .record(lag.seconds(at: .now, written: state.written, archived: archived))
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    private static func state(in session: Session) throws -> (mode: String, written: Int64, segment: Int64, file: String?) {
        try session.one(
            """
            SELECT current_setting('archive_mode'), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
                (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_segment_size'), last_archived_wal
            FROM pg_stat_archiver
            """, as: (String, Int64, Int64, String?).self)
    }
}
