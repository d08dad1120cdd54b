import CLibPQ

extension Session {
    /// - Throws: When the access has been cancelled, has passed its deadline, or has lost its connection already.
    func checkUsable() throws {
        if let interruption = connection.interruption ?? connection.limits.reached { throw interruption.error }
        guard connection.isUsable else { throw PostgresError(.connectionLost, "the connection was lost by an earlier statement") }
    }

    /// The next result; see `Connection.nextResult`.
    func nextResult(mayCommit: Bool, statement: String?) throws -> ResultSet? {
        do throws(ConnectionGivenUp) {
            return try connection.nextResult()
        } catch {
            connection.retire()
            throw broken(nil, mayCommit: mayCommit, statement: statement)
        }
    }

    /// The error of statements whose connection broke before their end.
    func broken(_ failure: PostgresError?, mayCommit: Bool, statement: String?) -> any Error {
        let message = failure?.message ?? connection.lastMessage
        if mayCommit { return PostgresError(.outcomeUnknown, message, statement: statement) }
        if let interruption = connection.interruption { return interruption.error }
        return PostgresError(.connectionLost, message, statement: statement)
    }

    /// The error of statements that were answered to the end: a cancelled one may have been cancelled by this library.
    func settled(_ failure: PostgresError) -> any Error {
        // The next connection may be to a server that takes writes, or see that this one does again.
        if failure.sqlState == .readOnlyTransaction, !isReadOnly, connection.isToReadOnlyServer { connection.retire() }
        if failure.sqlState == .queryCanceled, let interruption = connection.interruption { return interruption.error }
        return failure
    }

    /// The error of a statement libpq did not take; what was sent before it has no end, so the connection is not used again.
    func sendFailure(_ statement: String?, mayCommit: Bool = false) -> any Error {
        connection.retire()
        connection.findOutWhetherBroken()
        if connection.isBroken { return broken(nil, mayCommit: mayCommit, statement: statement) }
        return PostgresError(.misuse, connection.lastMessage, statement: statement)
    }

    /// Leaves pipeline mode for the time of `body`: scripts and COPY do not work in it.
    func withSimpleProtocol<T>(_ body: () throws -> T) throws -> T {
        try checkUsable()
        guard PQexitPipelineMode(connection.pointer) == 1 else { throw sendFailure(nil) }
        defer { if PQenterPipelineMode(connection.pointer) != 1 { connection.retire() } }
        return try body()
    }

    /// Reads the results of what the simple protocol was sent, to their end, and returns the last one.
    func lastResult(mayCommit: Bool, statement: String) throws -> ResultSet? {
        var failure: PostgresError?
        var last: ResultSet?
        let cancelledWaits = connection.cancelledWaits
        while let result = try nextResult(mayCommit: mayCommit, statement: statement) {
            try refuseCopy(result, statement: statement)
            if result.isFailure, failure == nil { failure = result.error(statement: statement) }
            if connection.isBroken { throw broken(failure, mayCommit: mayCommit, statement: statement) }
            last = result
        }
        if let failure { throw settled(failure) }
        if mayCommit, connection.cancelledWaits > cancelledWaits {
            throw PostgresError(.notReplicated, "the commit came with a warning", statement: statement)
        }
        return last
    }

    /// - Throws: When the server now waits for, or sends, the rows of a COPY, which nobody here writes or reads: the connection cannot go on.
    func refuseCopy(_ result: ResultSet, statement: String?) throws {
        guard [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(result.status) else { return }
        connection.retire()
        throw PostgresError(.misuse, "COPY outside copyIn and copyOut", statement: statement)
    }
}
