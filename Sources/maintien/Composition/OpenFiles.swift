import Glibc

/// The limit of open files and sockets of the process.
enum OpenFiles {
    /// Descriptors needed besides the clients' connections: for the database, files and event loops.
    private static let others = 256

    /// Raises the limit as far as the process may, and returns how many connections fit into it.
    ///
    /// - Throws: when the limit leaves room for too few connections.
    static func connections(atMost most: Int) throws -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return most }
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, rlim_t(most + others)))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let connections = min(most, Int(limit.rlim_cur) - others)
        guard connections >= 16 else {
            throw VerbTrouble("The process may open \(limit.rlim_cur) files (ulimit -n); it needs \(others + 16) at least.")
        }
        return connections
    }
}
