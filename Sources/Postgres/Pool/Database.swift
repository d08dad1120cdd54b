import Logging

/// A pool of connections to one database.
///
/// Every connection has a thread. An access waits its turn, then runs on such a thread from beginning to end; the calling task is suspended meanwhile, and no
/// thread of the cooperative pool is blocked. Connections open when they are needed, and again after they broke: an access that cannot get one fails with
/// `.unreachable` and leaves the next to try.
public final class Database: Sendable {
    let pool: WorkerPool

    /// A pool in which as many accesses run at once as there are `connections`, and up to `queueLimit` wait; the next one is refused with `.poolExhausted`.
    public init(_ configuration: PostgresConfiguration, connections: Int, queueLimit: Int = 256) {
        precondition(connections > 0 && queueLimit > 0)
        pool = WorkerPool(configuration, connections: connections, queueLimit: queueLimit)
    }

    deinit { pool.stop() }

    /// Runs `body` with a connection to itself.
    ///
    /// When the task is cancelled, or the deadline passes, a waiting access fails at once; a running one has its statement cancelled and fails at its next one.
    /// `body` runs under the caller's `Logger.current`.
    ///
    /// The deadline is how long waiting and running may take together; nil: as long as the server's own limits allow.
    /// - Throws: What `body` throws, `CancellationError`, or a `PostgresError`.
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

    /// Runs `body` as soon as there is a connection to itself for it, or with the reason why there will be none; once, on a thread of the pool
    /// or here. Returns at once: nobody waits for it, and no deadline or cancellation ends it.
    public func submit(_ body: @escaping @Sendable (Result<Session, any Error>) -> Void) { pool.submit(Errand(body)) }

    /// Runs `body` in a transaction, again from the start when it lost against a concurrent one (40001, 40P01), up to `attempts` times in all.
    /// - Throws: As `withSession`, and `.outcomeUnknown` when the connection broke during COMMIT.
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
                // Losers that wait different times do not meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...(5 << min(attempt, 6)))))
                attempt += 1
            }
        }
    }

    /// Refuses further accesses, lets those accepted end, and closes the connections. Listeners end too.
    public func shutdown() async {
        pool.stop()
        await pool.stopped()
    }

    /// What the pool is doing now.
    public var load: Load { pool.load }

    /// The accesses of a pool, for metrics.
    public struct Load: Hashable, Sendable {
        /// Accesses that wait for a connection.
        public var waiting = 0
        /// Accesses that have one.
        public var running = 0
        /// How often a connection was opened since the start.
        public var connectionsOpened = 0
    }
}
