import Synchronization

/// The position up to which this process knows the projections to be; wakes the questions that wait for a position.
final class ProjectedPosition: Sendable {
    private struct State {
        var position: Int64 = 0
        var waiting: [Int: (position: Int64, waiter: CheckedContinuation<Void, Never>)] = [:]
        var next = 0
        var resting: CheckedContinuation<Void, Never>?
    }
    private let state = Mutex(State())

    /// Records the projections' position. It may go back, after a sandbox was emptied.
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
                let (isThere, resting): (Bool, CheckedContinuation<Void, Never>?) = state.withLock { state in
                    if state.position >= position || Task.isCancelled { return (true, nil) }
                    state.waiting[key] = (position, waiter)
                    defer { state.resting = nil }
                    return (false, state.resting)
                }
                resting?.resume()
                if isThere { return waiter.resume() }
                // Started only after the waiter is registered, so that the alarm finds a waiter to wake.
                alarm = Task { [weak self] in
                    try? await Task.sleep(for: time)
                    self?.wake(key)
                }
            }
        } onCancel: {
            wake(key)
        }
    }

    /// Pauses the follower: returns when a question waits, when `time` is over, or when the task is cancelled.
    func rest(atMost time: Duration) async {
        var alarm: Task<Void, Never>?
        defer { alarm?.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { resting in
                let isOver = state.withLock { state in
                    if !state.waiting.isEmpty || Task.isCancelled { return true }
                    state.resting = resting
                    return false
                }
                if isOver { return resting.resume() }
                alarm = Task { [weak self] in
                    try? await Task.sleep(for: time)
                    self?.endRest()
                }
            }
        } onCancel: {
            endRest()
        }
    }

    private func endRest() {
        let resting: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state.resting = nil }
            return state.resting
        }
        resting?.resume()
    }

    private func wake(_ key: Int) {
        state.withLock { $0.waiting.removeValue(forKey: key) }?.waiter.resume()
    }
}
