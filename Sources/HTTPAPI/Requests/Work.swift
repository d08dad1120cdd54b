import Synchronization

/// An operation under way, which is cancelled as a whole when it, or a part of it, is not done in time.
final class Work: Sendable {
    private let state = Mutex(State.notBegun)

    private enum State {
        case notBegun
        case begun(cancel: @Sendable () -> Void)
        case givenUp
    }

    /// It is cancelled by this, at once if it was given up already.
    func begin(cancel: @escaping @Sendable () -> Void) {
        let isGivenUp = state.withLock { state in
            if case .givenUp = state { return true }
            state = .begun(cancel: cancel)
            return false
        }
        if isGivenUp { cancel() }
    }

    /// Runs a part of it that has to be done in some time.
    ///
    /// - Throws: `error` when it was not, else what the part throws.
    func within<Value>(_ duration: Duration, throwing error: some Error, _ part: () async throws -> Value) async throws -> Value {
        try await within(duration, late: { _ in throw error }, part)
    }

    /// Runs a part of it; what the part comes to after `duration` is given to `late`.
    func within<Value>(
        _ duration: Duration, late: (Result<Value, any Error>) throws -> Value, _ part: () async throws -> Value
    ) async throws -> Value {
        let alarm = Alarms.common.set(in: duration) { self.giveUp() }
        let result = await Result(catching: part)
        return Alarms.common.unset(alarm) ? try result.get() : try late(result)
    }

    private func giveUp() {
        let cancel: (@Sendable () -> Void)? = state.withLock { state in
            defer { state = .givenUp }
            if case .begun(let cancel) = state { return cancel }
            return nil
        }
        cancel?()
    }
}

extension Result where Failure == any Error {
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
