import Dispatch
import Glibc
import Synchronization

/// One computation with its waiting caller. It ends with a result, at its time limit, or when the caller stops waiting.
final class Reckoned<Value: Sendable>: Sendable {
    private enum State {
        case begun
        case awaited(CheckedContinuation<Value, any Error>)
        case ended
    }

    private let state = Mutex(State.begun)

    /// Stores the continuation that receives the result.
    func await(_ continuation: CheckedContinuation<Value, any Error>) {
        let isEnded = state.withLock { state in
            if case .ended = state { return true }
            state = .awaited(continuation)
            return false
        }
        if isEnded { continuation.resume(throwing: CancellationError()) }
    }

    /// Gives the first result to the caller; drops later ones.
    func end(_ result: Result<Value, any Error>) {
        let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
            defer { state = .ended }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }

    /// Computes on this thread, unless the caller no longer waits.
    ///
    /// - Parameter bound: the processor time after which the caller gets an error.
    func reckon(within bound: Duration, _ reckoning: () throws -> Value) {
        guard isAwaited else { return }
        var clock = clockid_t()
        pthread_getcpuclockid(pthread_self(), &clock)
        watch(clock, until: Duration.used(of: clock) + bound)
        end(Result { try reckoning() })
    }

    private var isAwaited: Bool { state.withLock { if case .awaited = $0 { true } else { false } } }

    /// Processor time never passes faster than real time. So the clock is checked when the limit may be reached at the earliest.
    private func watch(_ clock: clockid_t, until end: Duration) {
        let left = max(end - .used(of: clock), .milliseconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(left / .milliseconds(1)) + 1)) { [self] in
            guard isAwaited else { return }
            if Duration.used(of: clock) >= end {
                self.end(.failure(ServiceError.tooLarge(retryAfterSeconds: 60)))
            } else {
                watch(clock, until: end)
            }
        }
    }
}

extension Duration {
    /// The processor time used by a thread, by its clock.
    fileprivate static func used(of clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
