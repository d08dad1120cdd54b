import EventLog
import Metrics
import Postgres

/// Measures regularly how much each standby has not flushed: `maintien_standby_lag_bytes`, with the standby's name.
struct StandbyLags {
    /// A pool that reads from the primary.
    let database: Database

    private static let interval = Duration.seconds(5)

    /// Measures until the task is cancelled. After a failover, the standbys of the former primary lose their metric.
    func run() async {
        var seen = SeenStandbys()
        var gauges: [String: Gauge] = [:]
        while !Task.isCancelled {
            // Without the database nothing is known that is newer.
            if let now = try? await database.withSession(deadline: .seconds(5), { [seen] session in try seen.afterLook(in: session) }) {
                seen = now
                for (standby, lag) in seen.lags {
                    let gauge = gauges[standby] ?? Gauge(label: "maintien_standby_lag_bytes", dimensions: [("standby", standby)])
                    gauges[standby] = gauge
                    gauge.record(lag)
                }
                for (standby, gauge) in gauges where seen.lags[standby] == nil {
                    gauge.destroy()
                    gauges[standby] = nil
                }
            }
            try? await Task.sleep(for: StandbyLags.interval)
        }
    }
}
