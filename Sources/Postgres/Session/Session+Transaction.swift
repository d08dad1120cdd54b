import CLibPQ

extension Session {
    /// Runs `body` in a transaction. Commits when it returns, rolls back when it throws. A failed ROLLBACK never hides the error of `body`.
    /// - Throws: Errors of `body`; `.outcomeUnknown` when the connection broke during COMMIT; `.misuse` inside a transaction (use
    ///   `savepoint`).
    @discardableResult
    public func transaction<T>(_ isolation: Isolation = .readCommitted, _ body: (Session) throws -> T) throws -> T {
        guard connection.transactionStatus == PQTRANS_IDLE || !connection.isUsable else {
            throw PostgresError(.misuse, "a transaction inside a transaction; use savepoint")
        }
        try execute(isolation.begin.unprepared())
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            if connection.transactionStatus != PQTRANS_IDLE { rollBack() }
            throw error
        }
    }

    /// Runs `body` in a part of the transaction. If it throws, only its own changes are undone.
    @discardableResult
    public func savepoint<T>(_ body: (Session) throws -> T) throws -> T {
        guard connection.transactionStatus != PQTRANS_IDLE else { throw PostgresError(.misuse, "a savepoint outside a transaction") }
        // Equal names nest: PostgreSQL takes the innermost.
        try execute("SAVEPOINT inner_part")
        do {
            let value = try body(self)
            try execute("RELEASE SAVEPOINT inner_part")
            return value
        } catch {
            // Impossible on a broken connection, whose transaction has ended.
            if connection.isUsable, connection.limits.reached == nil {
                _ = try? run(["ROLLBACK TO SAVEPOINT inner_part", "RELEASE SAVEPOINT inner_part"])
            }
            throw error
        }
    }
}
