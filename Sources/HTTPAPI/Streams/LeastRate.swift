import Synchronization

/// Finds out a client that sends too slowly, by the time in which we wait for it alone.
///
/// We wait while we could read and every line that came is answered; while lines are being decided or the client takes its answers, no time
/// counts, and of each wait that follows an answer the first second does not: the answer has to reach the client, and the next line us.
final class LeastRate: Sendable {
    private struct State {
        var isReading = false
        var unanswered = 0
        /// Since when we wait.
        var since: ContinuousClock.Instant?
        /// How long we waited in this window, and what came in it.
        var waited = Duration.zero
        var bytes = 0
        var isTooSlow = false
    }

    private let state = Mutex(State())
    let bytesPerSecond: Int
    private let window: Duration
    private static let grace = Duration.seconds(1)

    /// - Parameters:
    ///   - bytesPerSecond: the least that has to come.
    ///   - window: the time of waiting over which it is measured.
    init(bytesPerSecond: Int, over window: Duration) {
        self.bytesPerSecond = bytesPerSecond
        self.window = window
    }

    /// Whether the client was found to be too slow. It stays so.
    var isTooSlow: Bool { state.withLock { $0.isTooSlow } }

    /// More is read from now on.
    func beginReading() {
        state.withLock { state in
            state.isReading = true
            begin(&state)
        }
    }

    /// Something came, which made lines whole.
    func endReading(bytes: Int, lines: Int) {
        state.withLock { state in
            end(&state)
            state.isReading = false
            state.bytes += bytes
            state.unanswered += lines
        }
    }

    /// Lines were answered, and the client took the answers.
    func answered(lines: Int) {
        state.withLock { state in
            state.unanswered -= lines
            begin(&state, after: LeastRate.grace)
        }
    }

    /// Returns when the client is found to be too slow; throws when it is cancelled.
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

    /// Looks at the window once it is over.
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
