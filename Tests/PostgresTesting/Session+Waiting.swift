public import Postgres

extension Session {
    /// Returns once another session waits for a lock that this one holds.
    public func awaitWaiter() throws {
        let isAwaited: SQL = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        while try !one(isAwaited, as: Bool.self) {}
    }
}
