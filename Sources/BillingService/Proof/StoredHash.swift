import Crypto
import Postgres

/// The hash of rows that are stored, made as it was when they were written.
struct StoredHash {
    /// The hash, in hexadecimal digits.
    let hash: String
    /// How many rows there are.
    let count: Int

    /// The bytes before the rows of a binary COPY, and those after them.
    private static let (head, tail) = (19, 2)

    /// Hashes the rows of a table whose `key` has a value.
    init(_ table: HashedRows, where key: StaticString, is value: Int64, in session: Session) throws {
        var digest = SHA256()
        var (passed, held) = (0, [UInt8]())
        count = try session.copyOut(
            bytesOf: SQL(
                unsafe: """
                    COPY (SELECT \(table.columns) FROM billing.\(table.rawValue) WHERE \(key) = \(value) ORDER BY \(table.order))
                    TO STDOUT (FORMAT binary)
                    """)
        ) { bytes in
            let rest = bytes.dropFirst(max(0, Self.head - passed))
            passed += bytes.count
            // Only after the last piece it is known which bytes were the end's.
            digest.update(data: held)
            held = Array(rest.suffix(Self.tail))
            digest.update(bufferPointer: UnsafeRawBufferPointer(rebasing: rest.dropLast(Self.tail)))
        }
        hash = hexadecimal(digest.finalize())
    }
}
