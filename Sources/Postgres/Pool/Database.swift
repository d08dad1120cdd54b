import Logging

/// A pool of connections to one database.
///
/// Each connection has its own thread. An access waits in a queue, then runs entirely on one such thread.
/// Meanwhile its task is suspended, and blocks no thread of the cooperative pool.
///
/// A connection opens when it is needed, and again after it broke. An access without a connection fails with `.unreachable`; the next one
/// tries again.
public final class Database: Sendable {
    let pool: WorkerPool

    /// A pool that runs at most `connections` accesses at once. Up to `queueLimit` more wait; further ones fail with `.poolExhausted`.
    public init(_ configuration: PostgresConfiguration, connections: Int, queueLimit: Int = 256) {
        precondition(connections > 0 && queueLimit > 0)
        pool = WorkerPool(configuration, connections: connections, queueLimit: queueLimit)
    }

    deinit { pool.stop() }

    /// Runs `body` with its own connection.
    ///
    /// If the task is cancelled or the deadline passes, a waiting access fails at once.
    /// A running access has its statement cancelled, and fails at its next one. `body` runs under the caller's `Logger.current`.
    ///
    /// `deadline` limits waiting and running together; nil leaves only the server's own limits.
    /// - Throws: Errors of `body`, `CancellationError`, or a `PostgresError`.
    @discardableResult
    public func withSession<T: Sendable>(deadline: Duration? = nil, _ body: @escaping @Sendable (Session) throws -> T) async throws -> T {
        let logger = Logger.current
        let job = Job(deadline: deadline.map { .now + $0 }) { session in try withLogger(logger) { _ in try body(session) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if job.wait(continuation) { pool.submit(job) }
            }
        } onCancel: {
            job.cancel()
        }
    }

    /// Queues `body`, and returns at once. `body` runs exactly once, with its own connection or with the error that denied one.
    /// It runs on a thread of the pool, or here if it is refused. No deadline or cancellation ends it.
    public func submit(_ body: @escaping @Sendable (Result<Session, any Error>) -> Void) { pool.submit(Errand(body)) }

    /// Runs `body` in a transaction, and retries it after a conflict (40001, 40P01), at most `attempts` times in all.
    /// - Throws: The errors of `withSession`, and `.outcomeUnknown` when the connection broke during COMMIT.
    @discardableResult
    public func transaction<T: Sendable>(
        _ isolation: Isolation = .readCommitted, attempts: Int = 1, deadline: Duration? = nil,
        _ body: @escaping @Sendable (Session) throws -> T
    ) async throws -> T {
        var attempt = 1
        while true {
            do {
                return try await withSession(deadline: deadline) { try $0.transaction(isolation, body) }
            } catch let error as PostgresError where error.isConcurrencyConflict && attempt < attempts {
                // Random pauses keep the conflicting transactions apart.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(5 << min(attempt, 6)))))
                attempt += 1
            }
        }
    }

    /// Refuses further accesses, finishes the accepted ones, and closes the connections. Listeners end too.
    public func shutdown() async {
        pool.stop()
        await pool.stopped()
    }

    /// The present load of the pool.
    public var load: Load { pool.load }

    /// The load of a pool, for metrics.
    public struct Load: Hashable, Sendable {
        /// Accesses that wait for a connection.
        public var waiting = 0
        /// Accesses that hold a connection.
        public var running = 0
        /// The number of connections opened since the start.
        public var connectionsOpened = 0
    }
}
