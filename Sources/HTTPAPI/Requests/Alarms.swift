import Synchronization

/// Alarms for all requests at once, on one clock that is looked at fifty times a second while any is set. A timer for each would cost more than
/// most answers: nearly all are there long before.
final class Alarms: Sendable {
    /// Those of this process.
    static let common = Alarms()

    private let state = Mutex(State())

    private struct State {
        var set: [Int: (due: ContinuousClock.Instant, ring: @Sendable () -> Void)] = [:]
        var next = 0
        var isWatching = false
    }

    /// Has `ring` called when the time is up, or up to a fiftieth of a second later, unless the alarm is unset before.
    func set(in duration: Duration, ring: @escaping @Sendable () -> Void) -> Int {
        let (alarm, begins) = state.withLock { state in
            state.next += 1
            state.set[state.next] = (.now + duration, ring)
            defer { state.isWatching = true }
            return (state.next, !state.isWatching)
        }
        if begins { Task.detached { await self.watch() } }
        return alarm
    }

    /// - Returns: whether it has not rung.
    func unset(_ alarm: Int) -> Bool { state.withLock { $0.set.removeValue(forKey: alarm) != nil } }

    private func watch() async {
        var isWatching = true
        while isWatching {
            try? await Task.sleep(for: .milliseconds(20))
            let now = ContinuousClock.now
            let due = state.withLock { state in
                let due = state.set.filter { $0.value.due <= now }
                for alarm in due.keys { state.set[alarm] = nil }
                state.isWatching = !state.set.isEmpty
                isWatching = state.isWatching
                return due
            }
            for alarm in due.values { alarm.ring() }
        }
    }
}
