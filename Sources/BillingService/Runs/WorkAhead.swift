import Dispatch
import Postgres
import Synchronization

/// Work on another connection, or on that of whoever needs its value, if none has begun it by then: so nobody waits for a connection that does not come.
///
/// The threads are those of sessions, and may wait.
final class WorkAhead<Value: Sendable>: Sendable {
    private enum State {
        case waiting
        case begun
        case ended(Result<Value, any Error>)
    }

    private let state = Mutex(State.waiting)
    private let hasEnded = DispatchSemaphore(value: 0)
    private let work: @Sendable (Session) throws -> Value

    /// - Parameter database: the connections that may begin it; `nil` if only who needs the value does the work.
    init(on database: Database?, _ work: @escaping @Sendable (Session) throws -> Value) {
        self.work = work
        database?.submit { [weak self] session in
            // Who needed the value may have failed, or be gone: then the work is not begun.
            guard let self, let session = try? session.get(), self.begin() else { return }
            let result = Result { try self.work(session) }
            self.state.withLock { $0 = .ended(result) }
            self.hasEnded.signal()
        }
    }

    /// The value. Call it once.
    ///
    /// - Parameter session: does the work if no other connection has begun it.
    func value(in session: Session) throws -> Value {
        if begin() { return try work(session) }
        hasEnded.wait()
        return try state.withLock { state in
            guard case .ended(let result) = state else { preconditionFailure("the work has ended") }
            return result
        }.get()
    }

    /// Whether the caller is the one who does the work.
    private func begin() -> Bool {
        state.withLock { state in
            guard case .waiting = state else { return false }
            state = .begun
            return true
        }
    }
}
