import Synchronization

/// The client at the other end of a connection, for long answers.
final class Peer: Sendable {
    /// Why an answer to the client may end early.
    enum Departure: Error, Hashable {
        /// The client sends nothing more: it is gone, or about to go.
        case silent
        /// The connection is closed.
        case gone
        /// The client took nothing for too long, and was disconnected.
        case stalled
        /// The service is stopping: answers that can end should end.
        case stopping
    }

    private struct State {
        var departures: Set<Departure> = []
        var watchers: [Int: AsyncStream<Departure>.Continuation] = [:]
        var nextWatcher = 0
        /// The connection's place among strangers, held until sign-in.
        var place: Strangers.Place?
    }

    private let state = Mutex(State())

    /// Keeps a stranger's place until sign-in or disconnection.
    func take(_ place: Strangers.Place) { state.withLock { $0.place = place } }

    /// Frees the stranger's place, after sign-in or disconnection.
    func giveUpPlace() { state.withLock { $0.place = nil } }

    /// Notifies the watchers of a departure.
    func depart(_ departure: Departure) {
        let watchers = state.withLock { state in
            state.departures.insert(departure).inserted ? Array(state.watchers.values) : []
        }
        for watcher in watchers { watcher.yield(departure) }
    }

    /// Runs an operation, and cancels it at the first of `departures`, even one that has already happened.
    ///
    /// - Throws: the departure, otherwise the operation's error.
    func until<Value: Sendable>(_ departures: Set<Departure>, _ operation: @Sendable () async throws -> Value) async throws -> Value {
        let news = watch()
        return try await withoutActuallyEscaping(operation) { operation in
            try await withThrowingTaskGroup(of: Value.self) { group in
                group.addTask {
                    for await departure in news where departures.contains(departure) { throw departure }
                    throw CancellationError()
                }
                group.addTask { try await operation() }
                defer { group.cancelAll() }
                guard let first = await group.nextResult() else { throw CancellationError() }
                return try first.get()
            }
        }
    }

    /// The past and future departures.
    private func watch() -> AsyncStream<Departure> {
        AsyncStream { continuation in
            let watcher = state.withLock { state in
                for departure in state.departures { continuation.yield(departure) }
                state.watchers[state.nextWatcher] = continuation
                state.nextWatcher += 1
                return state.nextWatcher - 1
            }
            continuation.onTermination = { [weak self] _ in _ = self?.state.withLock { $0.watchers.removeValue(forKey: watcher) } }
        }
    }
}
