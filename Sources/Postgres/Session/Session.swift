import CLibPQ

/// A connection for one access: synchronous, on the one thread that owns it.
///
/// It is not `Sendable`, and `await` is impossible while it is held. So no other work runs between its statements.
/// Outside a transaction, each statement or pipeline is its own transaction.
///
/// Session state (`SET`, temporary tables, advisory locks) stays with the connection, so use `SET LOCAL` and transaction-level locks.
///
/// Each failure is a `PostgresError`, or `CancellationError` when the task was cancelled.
public final class Session {
    let connection: Connection
    let isReadOnly: Bool
    var prepared = PreparedStatements()
    /// The server's timeline, and the newest one; nil when there are not several servers.
    var timeline: (own: Int64, newest: NewestTimeline)?

    init(_ configuration: PostgresConfiguration, wake: WakeSignal) throws(PostgresError) {
        connection = try Connection(configuration, wake: wake)
        isReadOnly = configuration.isReadOnly
    }

    /// Whether the session can be used further: not broken, not in a transaction, and not on a former primary.
    public var isFit: Bool { connection.isUsable && connection.transactionStatus == PQTRANS_IDLE && isOnNewestTimeline }

    /// False once another session of this process has found a server to which a failover has led.
    var isOnNewestTimeline: Bool { timeline.map { $0.newest.includes($0.own) } ?? true }

    /// Runs a statement before the first access.
    ///
    /// - Throws: `.notAdmitted` when the answer is false; `.unreachable` when there is none within `patience`.
    func admit(by admission: SQL, patience: Duration) throws(PostgresError) {
        let isAdmitted: Bool
        do { isAdmitted = try within(patience) { try one(admission, as: Bool.self) } } catch {
            throw PostgresError(.unreachable, "the server did not say whether it may be used")
        }
        guard isAdmitted else { throw PostgresError(.notAdmitted, "the server says that it may not be used") }
    }

    /// Runs `body` with a time limit for its statements. An earlier deadline of the access stays in force.
    ///
    /// After `duration` the running statement is cancelled, and later ones in `body` fail with `.timedOut`. A session whose statement was
    /// cancelled is no longer fit.
    public func within<T>(_ duration: Duration, _ body: () throws -> T) rethrows -> T {
        let limits = connection.limits
        let deadline = ContinuousClock.now + duration
        connection.limits.deadline = limits.deadline.map { min($0, deadline) } ?? deadline
        defer { connection.limits = limits }
        return try body()
    }

    /// Runs `body` without this process's own limit for an answer: for statements whose time limit on the server `body` lifts.
    /// A deadline of the access stays in force.
    public func waitingWithoutLimit<T>(_ body: () throws -> T) rethrows -> T {
        let patience = connection.patience
        connection.patience = nil
        defer { connection.patience = patience }
        return try body()
    }

    /// Runs a statement and reads its rows.
    @inlinable public func query<T>(_ sql: SQL, _ row: (borrowing Row) throws -> T) throws -> [T] {
        try run([sql])[0].map(row)
    }

    /// Runs a statement and passes its rows to `row`, in order.
    public func forEachRow(of sql: SQL, _ row: (borrowing Row) throws -> Void) throws {
        try run([sql])[0].forEach(row)
    }

    /// Runs a statement and reads its rows as tuples: `try session.query("SELECT id, name FROM person", as: (UUID, String).self)`.
    public func query<each Value: PostgresDecodable>(_ sql: SQL, as types: (repeat each Value).Type) throws -> [(repeat each Value)] {
        try run([sql])[0].map { row in try row.decode(types) }
    }

    /// Runs a statement and reads its first row, nil when there is none.
    public func first<each Value: PostgresDecodable>(_ sql: SQL, as types: (repeat each Value).Type) throws -> (repeat each Value)? {
        try query(sql, as: types).first
    }

    /// Runs a statement that returns one row, such as a count.
    /// - Throws: `.decoding` when it returns none or several.
    public func one<each Value: PostgresDecodable>(_ sql: SQL, as types: (repeat each Value).Type) throws -> (repeat each Value) {
        let rows = try query(sql, as: types)
        guard rows.count == 1 else { throw PostgresError(.decoding, "\(rows.count) rows; expected one", statement: sql.text) }
        return rows[0]
    }

    /// Runs a statement.
    /// - Returns: The number of rows inserted, updated, deleted or returned.
    @discardableResult
    public func execute(_ sql: SQL) throws -> Int {
        try run([sql])[0].affectedRows
    }

    /// Runs statements in one round trip. If one fails, the later ones do not run, and its error is thrown.
    /// Nothing takes effect then: a transaction begun inside the pipeline is rolled back.
    ///
    /// ```swift
    /// let (_, head, _, _) = try session.pipeline(
    ///     Statement.execute("BEGIN"),
    ///     Statement.query("SELECT position FROM head FOR UPDATE") { try $0.decode(Int64.self) },
    ///     Statement.execute("UPDATE head SET position = position + 1"),
    ///     Statement.execute("COMMIT"))
    /// ```
    /// Under read committed, each statement sees all commits before its start. So a statement after a lock sees the commits that the lock
    /// waited for.
    /// - Throws: `.outcomeUnknown` when the connection broke and the pipeline may have been committed.
    public func pipeline<each Output>(_ statements: repeat Statement<each Output>) throws -> (repeat each Output) {
        var texts: [SQL] = []
        for statement in repeat each statements { texts.append(statement.sql) }
        var results = try run(texts).makeIterator()
        func read<T>(_ statement: Statement<T>) throws -> T {
            guard let result = results.next() else { throw PostgresError(.misuse, "a result is missing") }
            return try statement.read(result)
        }
        return (repeat try read(each statements))
    }

    /// Runs any number of statements in one round trip, like the other `pipeline`.
    public func pipeline<Output>(_ statements: [Statement<Output>]) throws -> [Output] {
        try zip(statements, run(statements.map(\.sql))).map { try $0.read($1) }
    }

    /// Runs a script, such as a migration. Without its own `BEGIN`, it is one transaction, or part of the open one.
    public func executeScript(_ text: String) throws {
        try withSimpleProtocol {
            guard PQsendQuery(connection.pointer, text) == 1 else { throw sendFailure(text) }
            _ = try lastResult(mayCommit: !isReadOnly, statement: text)
        }
    }
}

@available(*, unavailable)
extension Session: Sendable {}
