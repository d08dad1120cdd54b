import CLibPQ

/// Sends the rows of a COPY to the server.
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

    /// Adds bytes in the statement's format, without header or trailer. A call may end within a row. ``BinaryRows`` makes the binary
    /// format.
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
        // libpq buffers without limit: without this wait, a fast writer would fill the memory.
        while PQflush(pointer) == 1 { try session.waitToWrite() }
    }
}
