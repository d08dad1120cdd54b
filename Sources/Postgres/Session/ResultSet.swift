import CLibPQ

/// What the server answered to one statement.
public final class ResultSet {
    /// Owned: cleared in `deinit` and nowhere else.
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { self.pointer = pointer }

    deinit { PQclear(pointer) }

    var status: ExecStatusType { PQresultStatus(pointer) }

    var isFailure: Bool { status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE }

    /// Whether a COPY expects, or sends, the binary format.
    var isBinary: Bool { PQbinaryTuples(pointer) != 0 }

    /// The number of rows.
    public var count: Int { Int(PQntuples(pointer)) }

    /// How many rows the statement inserted, updated, deleted, copied or returned; 0 for one that has no such number.
    public var affectedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The command that was carried out: `INSERT 0 1`, or `ROLLBACK` when a failed transaction was to be committed.
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
        // The rows hold a bare pointer: the result must outlive the loop, not only its last mention.
        try withExtendedLifetime(self) {
            for index in 0..<Int32(count) { try row(Row(result: pointer, index: index)) }
        }
    }

    /// The error the server answered with.
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
