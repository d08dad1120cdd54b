import NIOCore

/// Takes the pieces of an answer: a connection, or a test.
protocol PieceTaking: Sendable {
    /// Returns when there is room for more.
    func take(_ piece: ByteBuffer) async throws
}
