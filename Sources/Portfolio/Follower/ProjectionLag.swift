import CivilTime
public import ContractService
import EventLog
import Metrics
public import Postgres

/// Measures regularly how far the projections of this program are behind the log. It asks the database, so that a follower that stands
/// still, or runs in another process, is measured too.
public struct ProjectionLag: Sendable {
    private let database: Database
    private let rules: ProjectionRules
    private let clock: any ServiceClock
    private let position = Gauge(label: "maintien_projections_position")
    private let events = Gauge(label: "maintien_projections_lag_events")
    private let seconds = Gauge(label: "maintien_projections_lag_seconds")

    private static let interval = Duration.seconds(1)

    /// - Parameter database: connections that may read.
    public init(database: Database, rules: ProjectionRules, clock: any ServiceClock) {
        (self.database, self.rules, self.clock) = (database, rules, clock)
    }

    /// Measures until the task is cancelled.
    public func run() async {
        while !Task.isCancelled {
            // Without the database there is nothing to measure.
            try? await measure()
            try? await Task.sleep(for: Self.interval)
        }
    }

    private func measure() async throws {
        let (reached, head, waiting) = try await database.withSession { [rules] session in
            let reached = try Portfolio.marked(in: session, by: rules).0.position
            let head = try EventLog.head(in: session).position
            // The oldest event that waits.
            return (reached, head, head > reached ? try EventLog.recordedAt(reached + 1, in: session) : nil)
        }
        position.record(reached)
        events.record(max(0, head - reached))
        seconds.record(waiting.map { max(0, Double(clock.now().microseconds - $0) / 1_000_000) } ?? 0)
    }
}
