import Synchronization

/// How far this process has seen the projections come; wakes those who wait for a position.
final class ProjectedPosition: Sendable {
    private struct State {
        var position: Int64 = 0
        var waiting: [Int: (position: Int64, waiter: CheckedContinuation<Void, Never>)] = [:]
        var next = 0
    }
    private let state = Mutex(State())

    /// Tells that the projections are at a position; it may be an earlier one, after a sandbox was emptied.
    func reached(_ position: Int64) {
        let woken = state.withLock { state in
            state.position = position
            let reached = state.waiting.filter { $0.value.position <= position }
            for key in reached.keys { state.waiting[key] = nil }
            return reached.values.map(\.waiter)
        }
        for waiter in woken { waiter.resume() }
    }

    /// Returns when a position is reached, when the time is over, or when the task is cancelled.
    func wait(for position: Int64, atMost time: Duration) async {
        let key = state.withLock { state in
            state.next += 1
            return state.next
        }
        var alarm: Task<Void, Never>?
        defer { alarm?.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isThere = state.withLock { state in
                    if state.position >= position || Task.isCancelled { return true }
                    state.waiting[key] = (position, waiter)
                    return false
                }
                if isThere { return waiter.resume() }
                // Set once there is somebody to wake.
                alarm = Task { [weak self] in
                    try? await Task.sleep(for: time)
                    self?.wake(key)
                }
            }
        } onCancel: {
            wake(key)
        }
    }

    private func wake(_ key: Int) {
        state.withLock { $0.waiting.removeValue(forKey: key) }?.waiter.resume()
    }
}
