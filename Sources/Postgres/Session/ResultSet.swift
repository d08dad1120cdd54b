import CLibPQ

/// The server's result of one statement.
public final class ResultSet {
    /// Owned: only `deinit` frees it.
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    var isFailure: Bool { status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE }

    /// Whether a COPY uses the binary format.
    var isBinary: Bool { PQbinaryTuples(pointer) != 0 }

    /// The number of rows.
    public var count: Int { Int(PQntuples(pointer)) }

    /// The number of rows inserted, updated, deleted, copied or returned; 0 for other statements.
    public var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The executed command: `INSERT 0 1`, or `ROLLBACK` when COMMIT met a failed transaction.
    var commandTag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// Reads every row, in order.
    @inlinable public func map<T>(_ row: (borrowing Row) throws -> T) throws -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        try forEach { values.append(try row($0)) }
        return values
    }

    /// Reads every row, in order.
    public func forEach(_ row: (borrowing Row) throws -> Void) throws {
        // Rows hold a bare pointer, so the result must stay alive until the loop ends.
        try withExtendedLifetime(self) {
            for index in 0..<Int32(count) { try row(Row(result: pointer, index: index)) }
        }
    }

    /// The server's error.
    func error(statement: String?) -> PostgresError {
        func field(_ name: Unicode.Scalar) -> String? { PQresultErrorField(pointer, Int32(name.value)).map { String(cString: $0) } }
        guard let state = field("C") else {
            let message = PQresultErrorMessage(pointer).map { String(cString: $0) } ?? ""
            return PostgresError(.connectionLost, message.isEmpty ? "the connection broke" : message, statement: statement)
        }
        var error = PostgresError(.server(SQLState(rawValue: state)), field("M") ?? "", statement: statement)
        error.detail = field("D")
        error.constraint = field("n")
        error.table = field("t")
        error.column = field("c")
        error.position = field("P").flatMap { Int($0) }
        error.routine = field("R")
        return error
    }
}
