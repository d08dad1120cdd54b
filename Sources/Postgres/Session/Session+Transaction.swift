import CLibPQ

extension Session {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws. A failed ROLLBACK never replaces the error of `body`.
    /// - Throws: What `body` throws; `.outcomeUnknown` when the connection broke during COMMIT; `.misuse` inside another transaction, where `savepoint` serves.
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

    /// Runs `body` in a part of the transaction that can fail alone: when it throws, only its own changes are undone.
    @discardableResult
    public func savepoint<T>(_ body: (Session) throws -> T) throws -> T {
        guard connection.transactionStatus != PQTRANS_IDLE else { throw PostgresError(.misuse, "a savepoint outside a transaction") }
        // Equal names nest: the innermost is meant.
        try execute("SAVEPOINT inner_part")
        do {
            let value = try body(self)
            try execute("RELEASE SAVEPOINT inner_part")
            return value
        } catch {
            // Not possible when the connection broke; the transaction is over then.
            if connection.isUsable, connection.limits.reached == nil {
                _ = try? run(["ROLLBACK TO SAVEPOINT inner_part", "RELEASE SAVEPOINT inner_part"])
            }
            throw error
        }
    }
}
