import Dispatch
import Synchronization

/// A lock that threads get in the order of their arrival.
final class Turnstile: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [DispatchSemaphore] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn, and blocks the thread. With the turn, the caller must call ``leave()``.
    ///
    /// - Returns: Whether the turn came in time.
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
            // The turn may have come just before the lock.
            guard let place = state.waiting.firstIndex(where: { $0 === handedOver }) else { return true }
            state.waiting.remove(at: place)
            return false
        }
    }

    /// Passes the turn to the thread that has waited longest.
    func leave() {
        state.withLock { state in
            if state.waiting.isEmpty { state.isTaken = false } else { state.waiting.removeFirst().signal() }
        }
    }
}
