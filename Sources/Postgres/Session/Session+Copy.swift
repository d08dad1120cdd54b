import CLibPQ

extension Session {
    /// Runs `COPY … FROM STDIN` with the rows that `body` writes, such as ``BinaryRows``.
    /// If `body` throws, nothing is copied, and its error is thrown.
    ///
    /// ```swift
    /// try session.copyIn("COPY piece (id, day) FROM STDIN (FORMAT binary)") { try $0.bytes(rows.bytes) }
    /// ```
    /// - Returns: The number of rows copied.
    @discardableResult
    public func copyIn(_ sql: SQL, _ body: (CopyWriter) throws -> Void) throws -> Int {
        let mayCommit = !isReadOnly && connection.transactionStatus == PQTRANS_IDLE
        return try withSimpleProtocol {
            let opening = try startCopy(sql, expecting: PGRES_COPY_IN)
            let writer = CopyWriter(self, isBinary: opening.isBinary)
            var bodyError: (any Error)?
            do {
                try body(writer)
                try writer.end()
            } catch {
                bodyError = error
            }
            if !connection.isUsable, let bodyError, !(bodyError is CopyEnded) { throw bodyError }
            while true {
                let ended = PQputCopyEnd(connection.pointer, bodyError == nil ? nil : "given up by the client")
                // Below 0, the server has ended the COPY: its results give the reason.
                if ended != 0 { break }
                try waitToWrite()
            }
            let copied = Result { try lastResult(mayCommit: mayCommit && bodyError == nil, statement: sql.text)?.affectedRows ?? 0 }
            if bodyError is CopyEnded {
                _ = try copied.get()
                connection.retire()
                throw PostgresError(.connectionLost, "the COPY ended early", statement: sql.text)
            }
            if let bodyError { throw bodyError }
            return try copied.get()
        }
    }

    /// Runs `COPY … TO STDOUT`, and passes on each row in the statement's format. A binary COPY also has a header and a trailer.
    /// If `body` throws, the connection is closed, because the remaining rows would have to be read.
    /// - Returns: The number of rows copied.
    @discardableResult
    public func copyOut(_ sql: SQL, _ body: ([UInt8]) throws -> Void) throws -> Int {
        try copyOut(bytesOf: sql) { row in try body([UInt8](row)) }
    }

    /// The same without allocations: passes on each row in libpq's memory, valid during the call.
    @discardableResult
    public func copyOut(bytesOf sql: SQL, _ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Int {
        try withSimpleProtocol {
            _ = try startCopy(sql, expecting: PGRES_COPY_OUT)
            while true {
                var bytes: UnsafeMutablePointer<CChar>?
                let count = PQgetCopyData(connection.pointer, &bytes, 1)
                if count < 0 { break }
                if count == 0 {
                    try waitToRead()
                    continue
                }
                defer { PQfreemem(bytes) }
                do {
                    try body(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
                } catch {
                    connection.retire()
                    throw error
                }
            }
            return try lastResult(mayCommit: false, statement: sql.text)?.affectedRows ?? 0
        }
    }

    private func startCopy(_ sql: SQL, expecting status: ExecStatusType) throws -> ResultSet {
        guard sql.parameters.count == 0 else { throw PostgresError(.misuse, "COPY takes no parameters", statement: sql.text) }
        guard PQsendQuery(connection.pointer, sql.text) == 1 else { throw sendFailure(sql.text) }
        guard let opening = try nextResult(mayCommit: false, statement: sql.text) else { throw sendFailure(sql.text) }
        if opening.status == status { return opening }
        guard opening.isFailure else {
            connection.retire()
            throw PostgresError(.misuse, "not the kind of COPY this call serves", statement: sql.text)
        }
        let failure = opening.error(statement: sql.text)
        // A lost connection shows only after the error: the next result then reports it.
        while !connection.isBroken, try nextResult(mayCommit: false, statement: sql.text) != nil {}
        if connection.isBroken { throw broken(failure, mayCommit: false, statement: sql.text) }
        throw settled(failure)
    }

    /// Waits until the server accepts more bytes, and reads its messages meanwhile.
    func waitToWrite() throws { try wait(Int16(POLLIN) | Int16(POLLOUT)) }

    private func waitToRead() throws { try wait(Int16(POLLIN)) }

    private func wait(_ events: Int16) throws {
        // Each part of a COPY has its own time: the server limits the whole.
        var due: ContinuousClock.Instant?
        do throws(ConnectionGivenUp) {
            try connection.waitForSocket(events, due: &due)
        } catch {
            connection.retire()
            throw broken(nil, mayCommit: false, statement: nil)
        }
        if PQconsumeInput(connection.pointer) == 0 { throw broken(nil, mayCommit: false, statement: nil) }
    }
}
