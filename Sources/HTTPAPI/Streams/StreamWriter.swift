import Hummingbird
import NIOCore

/// Writes an answer piece by piece, as fast as the client takes them.
struct StreamWriter {
    private var writer: any ResponseBodyWriter
    /// Pieces are no larger than this, so that a slow client is seen to take them.
    static let piece = 64 * 1024

    init(_ writer: any ResponseBodyWriter) { self.writer = writer }

    /// Returns when there is room for more.
    mutating func write(_ bytes: [UInt8]) async throws {
        var rest = ByteBuffer(bytes: bytes)
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.piece)), piece.readableBytes > 0 {
            try await writer.write(piece)
        }
    }
}
