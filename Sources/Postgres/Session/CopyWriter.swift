import CLibPQ

/// Takes the rows of a COPY into the database.
public final class CopyWriter {
    private let session: Session
    private let isBinary: Bool
    private var buffer: [UInt8] = []
    private static let chunk = 1 << 16

    init(_ session: Session, isBinary: Bool) {
        self.session = session
        self.isBinary = isBinary
        // The signature, no flags, no header extension.
        if isBinary { buffer = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
        buffer.reserveCapacity(Self.chunk + 1024)
    }

    /// Adds a row to a COPY in the binary format. The types must be those of the columns: here PostgreSQL converts nothing.
    public func row<each Value: PostgresEncodable>(_ values: repeat each Value) throws {
        guard isBinary else { throw PostgresError(.misuse, "typed rows need COPY … (FORMAT binary)") }
        var count: Int16 = 0
        for _ in repeat each values { count += 1 }
        buffer.append(bigEndian: count)
        for value in repeat each values { buffer.append(field: value) }
        if buffer.count >= Self.chunk { try flush() }
    }

    /// Adds text in the format the statement declares; rows may be cut anywhere.
    public func text(_ text: String) throws {
        guard !isBinary else { throw PostgresError(.misuse, "text in COPY … (FORMAT binary)") }
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.chunk { try flush() }
    }

    /// Adds bytes in the format the statement declares, without header or trailer; rows may be cut anywhere.
    public func bytes(_ bytes: [UInt8]) throws {
        if buffer.count + bytes.count >= Self.chunk, !buffer.isEmpty { try flush() }
        if bytes.count < Self.chunk {
            buffer.append(contentsOf: bytes)
        } else {
            try flush(bytes)
        }
    }

    func end() throws {
        if isBinary { buffer.append(bigEndian: Int16(-1)) }
        try flush()
    }

    private func flush() throws {
        try flush(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func flush(_ bytes: [UInt8]) throws {
        try session.checkUsable()
        let pointer = session.connection.pointer
        while true {
            let taken = bytes.withUnsafeBytes { PQputCopyData(pointer, $0.baseAddress, Int32($0.count)) }
            if taken < 0 { throw CopyEnded() }
            if taken == 1 { break }
            try session.waitToWrite()
        }
        // libpq takes any amount: without this, a fast writer would fill the memory.
        while PQflush(pointer) == 1 { try session.waitToWrite() }
    }
}

/// The server takes no more rows: it has refused one, or ended the connection. Its next results say why.
struct CopyEnded: Error {}
