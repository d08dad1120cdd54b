import EventLog
import Postgres

/// Waiting until the projections come to a position.
extension Portfolio {
    /// How long a question may wait for a position.
    private static let bound: Duration = .seconds(5)

    /// Whether the projections come to a position within `time`.
    func comes(to position: Int64, within time: Duration) async throws -> Bool {
        let end = ContinuousClock.now + time
        while try await pages.withSession({ [rules] in try Portfolio.marked(in: $0, by: rules).0.position }) < position {
            if ContinuousClock.now >= end { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// Returns once the projections are near a position, or after two seconds.
    ///
    /// For a writer that appends faster than the projections follow: it keeps their lag near a second. Returns at once when the projections
    /// cannot follow.
    public func keepUp(with position: Int64) async {
        guard let follower else { return }
        let end = ContinuousClock.now + .seconds(2)
        while follower.status.position < position - Portfolio.lag, [.current, .behind].contains(follower.status.state), .now < end {
            await follower.wait(for: position - Portfolio.lag, atMost: .milliseconds(100))
            if Task.isCancelled { return }
        }
    }

    /// How many events the projections may lag behind a caller of `keepUp`.
    private static let lag: Int64 = 20_000

    /// - Throws: `PortfolioError.ahead` at once when the log has no such position; `PortfolioError.behind` when it takes too long.
    func wait(for position: Int64) async throws {
        let end = ContinuousClock.now + Portfolio.bound
        var isInLog = false
        while true {
            // The head is read after the question came, so it covers every event that was acknowledged before.
            let (reached, head) = try await pages.withSession { [isInLog, rules] session in
                let reached = try Portfolio.marked(in: session, by: rules).0.position
                return (reached, reached >= position || isInLog ? position : try EventLog.head(in: session).position)
            }
            if reached >= position { return }
            if head < position { throw PortfolioError.ahead(position: position, head: head) }
            isInLog = true
            let left = end - .now
            if left <= .zero { throw PortfolioError.behind(position: position, reached: reached) }
            // Another process may run the follower: then nothing wakes this wait.
            if let follower {
                await follower.wait(for: position, atMost: min(left, .milliseconds(100)))
            } else {
                try await Task.sleep(for: .milliseconds(10))
            }
            try Task.checkCancellation()
        }
    }
}
