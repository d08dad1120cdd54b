import Billing
import CivilTime
import Contracts
import Crypto
import FoundationEssentials
import Postgres

/// The rows of a table that were not written yet, and the hash of all.
struct HashedTable {
    let table: HashedRows
    var rows = BinaryRows()
    private var digest = SHA256()

    init(_ table: HashedRows) { self.table = table }

    /// Hashes the rows, and writes them.
    ///
    /// - Parameter session: where to write; `nil` only hashes.
    mutating func flush(in session: Session?) throws {
        if rows.bytes.isEmpty { return }
        rows.bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
        try session?.copyIn(SQL(unsafe: "COPY billing.\(table.rawValue) (\(table.columns)) FROM STDIN (FORMAT binary)")) {
            try $0.bytes(rows.bytes)
        }
        rows.removeAll()
    }

    /// Hashes the rows, and leaves it to somebody else to write them.
    mutating func move(to others: inout BinaryRows) {
        rows.bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
        others.add(rows, 0..<rows.bytes.count)
        rows.removeAll()
    }

    /// The hash of all rows, in hexadecimal digits.
    var hash: String { hexadecimal(digest.finalize()) }
}

/// The digits of bytes, two for each.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
