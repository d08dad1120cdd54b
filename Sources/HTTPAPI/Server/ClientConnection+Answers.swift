import HTTPTypes
import NIOCore
import NIOHTTP1

/// Writing answers.
extension ClientConnection {
    /// Bodies up to this size are written together with their heads.
    private static let together = 16 * 1024

    /// Sends an answer, and returns when it is completely written.
    func send(_ response: Response, for exchange: Exchange) async {
        due = nil
        guard case .made(let length, let make) = response.body else {
            write(response)
            return answered()
        }
        let connection = NIOLoopBound(self, eventLoop: loop)
        if Task.isCancelled {
            // The task was cancelled, but its answer is ready: a new task sends it.
            task = Task(executorPreference: executor) { await connection.value.send(response, for: exchange) }
            return
        }
        write(response)
        do {
            try await make(StreamWriter(to: ConnectionWriter(connection: connection, isChunked: length == nil)))
        } catch {
            // Closes without the end marker, so that the client does not take a part for the whole.
            context?.close(promise: nil)
            return answered()
        }
        if length == nil { write(ByteBuffer(staticString: "0\r\n\r\n")) }
        answered()
    }

    /// Writes an answer, without a streamed body.
    func write(_ response: Response) {
        if response.headers[.connection] == "close" { perform(order.end()) }
        hasBegun = true
        guard let context else { return }
        var bytes: [UInt8] = []
        if case .bytes(let all) = response.body { bytes = all }
        let isTogether = bytes.count <= Self.together
        var buffer = context.channel.allocator.buffer(capacity: 768 + (isTogether ? bytes.count : 0))
        buffer.writeHead(of: response, common: settings.common, date: settings.date.now)
        if isTogether {
            buffer.writeBytes(bytes)
            write(buffer)
        } else {
            context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
            write(ByteBuffer(bytes: bytes), after: buffer.readableBytes)
        }
    }

    /// Writes a piece of a body; resumes `continuation` when there is room for more.
    func write(_ piece: ByteBuffer, isChunked: Bool, _ continuation: CheckedContinuation<Void, any Error>) {
        guard let context, context.channel.isActive else { return continuation.resume(throwing: ChannelError.ioOnClosedChannel) }
        if isChunked {
            var size = context.channel.allocator.buffer(capacity: 16)
            size.writeString(String(piece.readableBytes, radix: 16))
            size.writeStaticString("\r\n")
            context.write(wrapOutboundOut(.byteBuffer(size)), promise: nil)
            context.write(wrapOutboundOut(.byteBuffer(piece)), promise: nil)
            write(ByteBuffer(staticString: "\r\n"), after: size.readableBytes + piece.readableBytes)
        } else {
            write(piece)
        }
        if context.channel.isWritable { return continuation.resume() }
        writer = continuation
    }

    private func write(_ buffer: ByteBuffer, after others: Int = 0) {
        untaken = untaken.map { $0 + others + buffer.readableBytes }
        context?.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer)), promise: nil)
        watchStall()
    }

    /// Fails the writer that waits for the client, if any.
    func stopWaiting(_ error: any Error) {
        writer.take()?.resume(throwing: error)
    }

    /// Sends `100 Continue` to a client that waits for it before it sends the body.
    func invite(_ exchange: Exchange) {
        guard exchange === self.exchange, !hasBegun else { return }
        write(ByteBuffer(staticString: "HTTP/1.1 100 Continue\r\n\r\n"))
    }

    /// Closes the channel when all is written. Closes only our side when the client may still have to read.
    func close() {
        guard let context else { return }
        watchRest()
        let written = loop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { [self] _ in
            self.context?.close(mode: closesAtOnce ? .all : .output, promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.byteBuffer(ByteBuffer())), promise: written)
    }
}
