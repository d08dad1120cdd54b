import EventLog
import Metrics
import Postgres

/// Measures regularly how much each standby has not flushed: `maintien_standby_lag_bytes`, with the standby's name.
struct StandbyLags {
    /// A pool that reads from the primary.
    let database: Database

    private static let interval = Duration.seconds(5)

    /// Measures until the task is cancelled. A standby that is no longer connected loses its metric.
    func run() async {
        var gauges: [String: Gauge] = [:]
        while !Task.isCancelled {
            let lags = (try? await database.withSession(deadline: .seconds(5)) { try EventLog.standbyLags(in: $0) }) ?? [:]
            for (standby, lag) in lags {
                let gauge = gauges[standby] ?? Gauge(label: "maintien_standby_lag_bytes", dimensions: [("standby", standby)])
                gauges[standby] = gauge
                gauge.record(lag)
            }
            for (standby, gauge) in gauges where lags[standby] == nil {
                gauge.destroy()
                gauges[standby] = nil
            }
            try? await Task.sleep(for: StandbyLags.interval)
        }
    }
}
