import NIOCore

/// Writes an answer piece by piece, as fast as the client takes the pieces.
struct StreamWriter: Sendable {
    private let taker: any PieceTaking
    /// The largest piece in bytes. Small pieces show that even a slow client takes some.
    static let piece = 64 * 1024

    init(to taker: any PieceTaking) { self.taker = taker }

    /// Returns when there is room for more.
    func write(_ bytes: [UInt8]) async throws {
        var rest = ByteBuffer(bytes: bytes)
        while let piece = rest.readSlice(length: min(rest.readableBytes, Self.piece)), piece.readableBytes > 0 {
            try await taker.take(piece)
        }
    }
}
