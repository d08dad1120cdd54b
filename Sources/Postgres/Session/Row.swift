import CLibPQ

/// One row of a result, valid only inside the closure that receives it.
public struct Row: ~Copyable {
    let result: OpaquePointer
    let index: Int32

    /// The number of columns.
    public var count: Int { Int(PQnfields(result)) }

    /// Reads all columns: `let (id, name) = try row.decode((UUID, String).self)`.
    /// - Throws: `PostgresError` with the code `.decoding`, also when the number of columns differs.
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
    @inlinable public func value<T: PostgresDecodable>(at column: Int, as _: T.Type = T.self) throws(PostgresError) -> T {
        try T.decode(try cell(at: column))
    }

    /// The bytes of one column of any type, counted from 0. Valid only inside the closure that receives the row.
    /// - Throws: `PostgresError` with the code `.decoding` when the column is NULL or missing.
    public func bytes(at column: Int) throws(PostgresError) -> UnsafeBufferPointer<UInt8> {
        try cell(at: column).bytesOrNull(expected: "a value").assumingMemoryBound(to: UInt8.self)
    }

    /// The cell of one column, counted from 0; valid as long as the row.
    @usableFromInline func cell(at column: Int) throws(PostgresError) -> Cell {
        guard column >= 0, column < count else { throw PostgresError(.decoding, "the row has no column \(column)") }
        let field = Int32(column)
        let isNull = PQgetisnull(result, index, field) != 0
        return Cell(
            type: PostgresType(rawValue: PQftype(result, field)),
            name: PQfname(result, field),
            bytes: isNull
                ? nil : UnsafeRawBufferPointer(start: PQgetvalue(result, index, field), count: Int(PQgetlength(result, index, field))))
    }
}
