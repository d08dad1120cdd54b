import CLibPQ

extension Session {
    /// Runs statements as one pipeline. A single statement is a pipeline of one.
    @usableFromInline func run(_ statements: [SQL]) throws -> [ResultSet] {
        try checkUsable()
        let startsIdle = connection.transactionStatus == PQTRANS_IDLE
        if prepared.mustDeallocateAll, connection.transactionStatus != PQTRANS_INERROR {
            prepared.deallocatedAll()
            _ = try runOnce([("DEALLOCATE ALL" as SQL).unprepared()], startsIdle: false)
        }
        do {
            return try runOnce(statements, startsIdle: startsIdle)
        } catch let error as PostgresError where error.isStalePlan {
            prepared.forgetAll()
            guard startsIdle, connection.isUsable else { throw error }
            return try runOnce(statements, startsIdle: startsIdle)
        }
    }

    private func runOnce(_ statements: [SQL], startsIdle: Bool) throws -> [ResultSet] {
        let texts = statements.map(\.text)
        let mayCommit = mayCommit(statements, startsIdle: startsIdle)
        let preparing = try send(statements, texts, mayCommit: mayCommit)
        var results: [ResultSet] = []
        var failure: PostgresError?
        /// Whether the work may be committed if the connection breaks now. An error means that it is not, unless it comes with the commit.
        var isOpen = mayCommit
        var isReplicated = true
        let cancelledWaits = connection.cancelledWaits

        func receive(_ text: String?, commits: Bool, isStatement: Bool = true) throws -> ResultSet? {
            var last: ResultSet?
            let warnings = connection.warnings
            while let result = try nextResult(mayCommit: isOpen, statement: text) {
                try refuseCopy(result, statement: text)
                if result.isFailure, failure == nil {
                    failure = result.error(statement: text)
                    isOpen = isOpen && commits
                }
                if !result.isFailure, result.status != PGRES_PIPELINE_ABORTED { last = result }
                if result.status == PGRES_PIPELINE_SYNC || connection.isBroken { break }
            }
            if connection.isBroken { throw broken(failure, mayCommit: isOpen, statement: text) }
            if commits, isStatement, connection.warnings > warnings { isReplicated = false }
            return last
        }

        for (index, statement) in statements.enumerated() {
            let text = texts[index]
            if let name = preparing[index], try receive(text, commits: false) != nil {
                prepared.remember(statement.key(text), as: name)
            }
            guard let result = try receive(text, commits: statement.commits) else { continue }
            if statement.commits, result.commandTag == "ROLLBACK", failure == nil {
                failure = PostgresError(.server(.inFailedTransaction), "a failed transaction was to be committed", statement: text)
            }
            results.append(result)
        }
        // The end of the pipeline commits any open work, so deferred constraints fail here.
        // The last statement's warning may arrive only here. So here only the warning of a cancelled wait counts.
        while try receive(texts.last, commits: true, isStatement: false)?.status != PGRES_PIPELINE_SYNC {}

        guard let failure else {
            if mayCommit, !isReplicated || connection.cancelledWaits > cancelledWaits {
                throw PostgresError(.notReplicated, "the commit came with a warning", statement: texts.last)
            }
            return results
        }
        if startsIdle, connection.transactionStatus == PQTRANS_INERROR { rollBack() }
        throw settled(failure)
    }

    /// Sends all statements up to the synchronisation point.
    /// - Returns: The names of the statements that are being prepared, by their index.
    private func send(_ statements: [SQL], _ texts: [String], mayCommit: Bool) throws -> [Int: String] {
        var preparing: [Int: String] = [:]
        var names: [PreparedStatements.Key: String] = [:]
        for (index, statement) in statements.enumerated() {
            let text = texts[index]
            let sent = statement.parameters.withPointers { types, values, lengths, formats in
                let count = Int32(types.count)
                guard statement.isPrepared else {
                    return PQsendQueryParams(connection.pointer, text, count, types, values, lengths, formats, 1)
                }
                let key = statement.key(text)
                let known = prepared[key] ?? names[key]
                let name = known ?? prepared.nextName()
                if known == nil {
                    guard PQsendPrepare(connection.pointer, name, text, count, types) == 1 else { return 0 }
                    preparing[index] = name
                    names[key] = name
                }
                return PQsendQueryPrepared(connection.pointer, name, count, values, lengths, formats, 1)
            }
            guard sent == 1 else { throw sendFailure(text, mayCommit: mayCommit) }
        }
        guard PQpipelineSync(connection.pointer) == 1 else { throw sendFailure(texts.last, mayCommit: mayCommit) }
        return preparing
    }

    /// Ends a failed transaction. If that fails, closing the connection ends it.
    func rollBack() {
        let limits = connection.limits
        connection.limits = Limits(deadline: .now + .seconds(5), isCancelled: { false })
        defer { connection.limits = limits }
        do {
            guard connection.isUsable else { return }
            _ = try runOnce([("ROLLBACK" as SQL).unprepared()], startsIdle: false)
        } catch {
            connection.retire()
        }
    }

    private func mayCommit(_ statements: [SQL], startsIdle: Bool) -> Bool {
        if isReadOnly { return false }
        if statements.contains(where: \.commits) { return true }
        return startsIdle && statements.first?.begins != true
    }
}

extension SQL {
    fileprivate func key(_ text: String) -> PreparedStatements.Key { PreparedStatements.Key(text: text, types: parameters.types) }
}

extension PostgresError {
    /// Whether a prepared statement no longer fits the tables, or no longer exists.
    fileprivate var isStalePlan: Bool {
        sqlState == .invalidStatementName || (sqlState == .featureNotSupported && routine == "RevalidateCachedQuery")
    }
}
