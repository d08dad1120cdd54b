import Dispatch
import Synchronization

/// Lets one thread in at a time, in the order in which they came.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [DispatchSemaphore] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn, on a thread that may wait. Who gets it must call ``leave()``.
    ///
    /// - Returns: whether the turn came in time.
    func enter(within patience: Duration) -> Bool {
        let handedOver: DispatchSemaphore? = state.withLock { state in
            if !state.isTaken {
                state.isTaken = true
                return nil
            }
            let handedOver = DispatchSemaphore(value: 0)
            state.waiting.append(handedOver)
            return handedOver
        }
        guard let handedOver, handedOver.wait(timeout: .now() + (patience / .seconds(1))) == .timedOut else { return true }
        return state.withLock { state in
            // It may have been handed over in the last moment.
            guard let place = state.waiting.firstIndex(where: { $0 === handedOver }) else { return true }
            state.waiting.remove(at: place)
            return false
        }
    }

    /// Gives the turn to who waits the longest.
    func leave() {
        state.withLock { state in
            if state.waiting.isEmpty { state.isTaken = false } else { state.waiting.removeFirst().signal() }
        }
    }
}
