import CLibPQ

extension Session {
    /// - Throws: When the access was cancelled, passed its deadline, or lost its connection.
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

    /// The error of statements whose connection broke before they ended.
    func broken(_ failure: PostgresError?, mayCommit: Bool, statement: String?) -> any Error {
        let message = failure?.message ?? connection.lastMessage
        if mayCommit { return PostgresError(.outcomeUnknown, message, statement: statement) }
        if let interruption = connection.interruption { return interruption.error }
        return PostgresError(.connectionLost, message, statement: statement)
    }

    /// The error of statements that the server answered. This library itself may have cancelled the statement.
    func settled(_ failure: PostgresError) -> any Error {
        // Reconnect: the next connection may reach a server that accepts writes, or this one again once it does.
        if failure.sqlState == .readOnlyTransaction, !isReadOnly, connection.isToReadOnlyServer { connection.retire() }
        if failure.sqlState == .queryCanceled, let interruption = connection.interruption { return interruption.error }
        return failure
    }

    /// The error of a statement that libpq refused. Earlier statements of the pipeline have no end, so the connection is not reused.
    func sendFailure(_ statement: String?, mayCommit: Bool = false) -> any Error {
        connection.retire()
        connection.findOutWhetherBroken()
        if connection.isBroken { return broken(nil, mayCommit: mayCommit, statement: statement) }
        return PostgresError(.misuse, connection.lastMessage, statement: statement)
    }

    /// Leaves pipeline mode during `body`: scripts and COPY do not work in it.
    func withSimpleProtocol<T>(_ body: () throws -> T) throws -> T {
        try checkUsable()
        guard PQexitPipelineMode(connection.pointer) == 1 else { throw sendFailure(nil) }
        defer { if PQenterPipelineMode(connection.pointer) != 1 { connection.retire() } }
        return try body()
    }

    /// Reads all results of the simple protocol, and returns the last one.
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

    /// - Throws: When the statement is a COPY, whose rows nobody here handles. The connection cannot be used again.
    func refuseCopy(_ result: ResultSet, statement: String?) throws {
        guard [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(result.status) else { return }
        connection.retire()
        throw PostgresError(.misuse, "COPY outside copyIn and copyOut", statement: statement)
    }
}
