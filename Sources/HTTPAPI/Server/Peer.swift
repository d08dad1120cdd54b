import Synchronization

/// The client at the other end of a connection, for answers that take their time.
final class Peer: Sendable {
    /// What became of it, and why an answer to it may end before its time.
    enum Departure: Error, Hashable {
        /// It sends nothing more: it is gone, or about to be.
        case silent
        /// The connection is closed.
        case gone
        /// It took nothing for too long, and was cut off.
        case stalled
        /// We are stopping: what can end should.
        case stopping
    }

    private struct State {
        var departures: Set<Departure> = []
        var watchers: [Int: AsyncStream<Departure>.Continuation] = [:]
        var nextWatcher = 0
        /// Held while nobody has signed in on the connection.
        var place: Strangers.Place?
    }

    private let state = Mutex(State())

    /// Takes a stranger's place.
    func take(_ place: Strangers.Place) { state.withLock { $0.place = place } }

    /// Is a stranger no more, or gone: the place is another's.
    func giveUpPlace() { state.withLock { $0.place = nil } }

    /// Tells those who watch.
    func depart(_ departure: Departure) {
        let watchers = state.withLock { state in
            state.departures.insert(departure).inserted ? Array(state.watchers.values) : []
        }
        for watcher in watchers { watcher.yield(departure) }
    }

    /// Runs an operation, and cancels it at the first of these departures, at once for one that happened already.
    ///
    /// - Throws: the departure, else what the operation throws.
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

    /// The departures so far, and those to come.
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
