import Synchronization

/// Detects a client that sends too slowly. Counts only the time in which the service waits for the client.
///
/// Time counts while the service could read and has answered every line. While lines are being decided or answers taken, no time counts.
/// After an answer, the first second does not count, since the answer and the next line have to travel.
final class LeastRate: Sendable {
    private struct State {
        var isReading = false
        var unanswered = 0
        /// When the current wait began; nil when not waiting.
        var since: ContinuousClock.Instant?
        /// The time waited in this window; `bytes` counts the bytes that arrived in it.
        var waited = Duration.zero
        var bytes = 0
        var isTooSlow = false
    }

    private let state = Mutex(State())
    let bytesPerSecond: Int
    private let window: Duration
    private static let grace = Duration.seconds(1)

    /// - Parameters:
    ///   - bytesPerSecond: the least rate.
    ///   - window: the waiting time over which the rate is measured.
    init(bytesPerSecond: Int, over window: Duration) {
        self.bytesPerSecond = bytesPerSecond
        self.window = window
    }

    /// Whether the client was found to be too slow. Never becomes false again.
    var isTooSlow: Bool { state.withLock { $0.isTooSlow } }

    /// Notes that a read begins.
    func beginReading() {
        state.withLock { state in
            state.isReading = true
            begin(&state)
        }
    }

    /// Notes that a read brought `bytes` bytes, which completed `lines` lines.
    func endReading(bytes: Int, lines: Int) {
        state.withLock { state in
            end(&state)
            state.isReading = false
            state.bytes += bytes
            state.unanswered += lines
        }
    }

    /// Notes that the client took the answers to `lines` lines.
    func answered(lines: Int) {
        state.withLock { state in
            state.unanswered -= lines
            begin(&state, after: LeastRate.grace)
        }
    }

    /// Returns when the client is found to be too slow; throws when the task is cancelled.
    func becomeTooSlow() async throws {
        while !state.withLock({ check(&$0) }) { try await Task.sleep(for: min(.seconds(1), window / 4)) }
    }

    private func begin(_ state: inout State, after grace: Duration = .zero) {
        if state.isReading, state.unanswered == 0, state.since == nil { state.since = .now + grace }
    }

    private func end(_ state: inout State) {
        if let since = state.since { state.waited += max(.zero, .now - since) }
        state.since = nil
    }

    /// Checks the rate if the window is over, and begins a new window.
    private func check(_ state: inout State) -> Bool {
        if state.isTooSlow { return true }
        guard let since = state.since else { return false }
        let waited = state.waited + max(.zero, .now - since)
        guard waited >= window else { return false }
        state.isTooSlow = Double(state.bytes) < Double(bytesPerSecond) * (waited / .seconds(1))
        (state.waited, state.bytes, state.since) = (.zero, 0, max(since, .now))
        return state.isTooSlow
    }
}
