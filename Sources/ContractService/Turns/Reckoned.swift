import Dispatch
import Glibc
import Synchronization

/// What is reckoned for one who waits for it, until there is a result, it takes too long or nobody waits any more.
final class Reckoned<Value: Sendable>: Sendable {
    private enum State {
        case begun
        case awaited(CheckedContinuation<Value, any Error>)
        case ended
    }

    private let state = Mutex(State.begun)

    /// Has the result given to a continuation.
    func await(_ continuation: CheckedContinuation<Value, any Error>) {
        let isEnded = state.withLock { state in
            if case .ended = state { return true }
            state = .awaited(continuation)
            return false
        }
        if isEnded { continuation.resume(throwing: CancellationError()) }
    }

    /// Gives the first result to the one who waits.
    func end(_ result: Result<Value, any Error>) {
        let continuation: CheckedContinuation<Value, any Error>? = state.withLock { state in
            defer { state = .ended }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }

    /// Reckons on this thread, unless nobody waits any more.
    ///
    /// - Parameter bound: the time of a processor after which the one who waits is told that it takes too long.
    func reckon(within bound: Duration, _ reckoning: () throws -> Value) {
        guard isAwaited else { return }
        var clock = clockid_t()
        pthread_getcpuclockid(pthread_self(), &clock)
        watch(clock, until: Duration.used(of: clock) + bound)
        end(Result { try reckoning() })
    }

    private var isAwaited: Bool { state.withLock { if case .awaited = $0 { true } else { false } } }

    /// Time of a processor passes no faster than time: the clock is looked at when it may have come so far.
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
    /// What a clock of a thread shows.
    fileprivate static func used(of clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
