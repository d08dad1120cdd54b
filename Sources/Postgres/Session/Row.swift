import CLibPQ

/// One row of an answer, valid only inside the closure it is handed to.
public struct Row: ~Copyable {
    let result: OpaquePointer
    let index: Int32

    /// The number of columns.
    public var count: Int { Int(PQnfields(result)) }

    /// Reads all columns: `let (id, name) = try row.decode((UUID, String).self)`.
    /// - Throws: `PostgresError` with the code `.decoding`, also when the row has another number of columns.
    public func decode<each Value: PostgresDecodable>(_: (repeat each Value).Type) throws(PostgresError) -> (repeat each Value) {
        var wanted = 0
        for _ in repeat (each Value).self { wanted += 1 }
        guard wanted == count else { throw PostgresError(.decoding, "the row has \(count) columns; expected \(wanted)") }
        var column = -1
        func next<T: PostgresDecodable>(_: T.Type) throws(PostgresError) -> T {
            column += 1
            return try value(at: column, as: T.self)
        }
        return (repeat try next((each Value).self))
    }

    /// Reads one column, counted from 0.
    public func value<T: PostgresDecodable>(at column: Int, as _: T.Type = T.self) throws(PostgresError) -> T {
        guard column >= 0, column < count else { throw PostgresError(.decoding, "the row has no column \(column)") }
        let field = Int32(column)
        let isNull = PQgetisnull(result, index, field) != 0
        return try T.decode(
            Cell(
                type: PostgresType(rawValue: PQftype(result, field)),
                name: PQfname(result, field),
                bytes: isNull
                    ? nil : UnsafeRawBufferPointer(start: PQgetvalue(result, index, field), count: Int(PQgetlength(result, index, field)))))
    }
}
