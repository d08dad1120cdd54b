import Synchronization

/// One access, from its submission to its end. The code that sets `finished` resumes the caller, so this happens exactly once.
final class Job<Output: Sendable>: AnyJob {
    private enum Phase {
        case created
        case queued(CheckedContinuation<Output, any Error>)
        case running(CheckedContinuation<Output, any Error>, WakeSignal)
        case cancelled(CheckedContinuation<Output, any Error>)
        case finished
    }

    let deadline: ContinuousClock.Instant?
    private let body: @Sendable (Session) throws -> Output
    private let phase = Mutex(Phase.created)

    init(deadline: ContinuousClock.Instant?, body: @escaping @Sendable (Session) throws -> Output) {
        self.deadline = deadline
        self.body = body
    }

    /// Stores the caller's continuation. Returns false when the caller was cancelled before; it has then been resumed.
    func wait(_ continuation: CheckedContinuation<Output, any Error>) -> Bool {
        let mayQueue = phase.withLock { phase in
            guard case .created = phase else { return false }
            phase = .queued(continuation)
            return true
        }
        if !mayQueue { continuation.resume(throwing: CancellationError()) }
        return mayQueue
    }

    /// Ends a waiting job at once and interrupts a running one.
    func cancel() {
        let waiting: CheckedContinuation<Output, any Error>? = phase.withLock { phase in
            switch phase {
            case .created: phase = .finished
            case .queued(let continuation):
                phase = .finished
                return continuation
            case .running(let continuation, let wake):
                phase = .cancelled(continuation)
                // Raise under the lock: once the job has ended, its worker's signal must not be touched.
                wake.raise()
            case .cancelled, .finished: break
            }
            return nil
        }
        waiting?.resume(throwing: CancellationError())
    }

    func fail(_ error: any Error) { take(onlyIfQueued: true)?.resume(throwing: error) }

    var isCancelled: Bool {
        phase.withLock { if case .cancelled = $0 { true } else { false } }
    }

    var hasEnded: Bool {
        phase.withLock { if case .finished = $0 { true } else { false } }
    }

    func start(wake: WakeSignal) -> Bool {
        phase.withLock { phase in
            guard case .queued(let continuation) = phase else { return false }
            phase = .running(continuation, wake)
            return true
        }
    }

    func run(_ session: () throws -> Session) -> () -> Void {
        let result = Result { try body(session()) }
        let continuation = take(onlyIfQueued: false)
        return { continuation?.resume(with: result) }
    }

    private func take(onlyIfQueued: Bool) -> CheckedContinuation<Output, any Error>? {
        phase.withLock { phase in
            switch phase {
            case .queued(let continuation):
                phase = .finished
                return continuation
            case .running(let continuation, _), .cancelled(let continuation):
                if onlyIfQueued { return nil }
                phase = .finished
                return continuation
            case .created, .finished: return nil
            }
        }
    }
}
