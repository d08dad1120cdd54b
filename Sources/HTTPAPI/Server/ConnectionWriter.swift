import NIOCore

/// Writes the pieces of an answer to its connection.
struct ConnectionWriter: PieceTaking {
    let connection: NIOLoopBound<ClientConnection>
    /// Whether the body is chunked: each piece states its length.
    let isChunked: Bool

    /// - Throws: `ChannelError` when the client is gone, `CancellationError` when the task is cancelled while it waits.
    func take(_ piece: ByteBuffer) async throws {
        let loop = connection.eventLoop
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                if loop.inEventLoop {
                    connection.value.write(piece, isChunked: isChunked, continuation)
                } else {
                    loop.execute { connection.value.write(piece, isChunked: isChunked, continuation) }
                }
            }
        } onCancel: {
            loop.execute { connection.value.stopWaiting(CancellationError()) }
        }
    }
}
