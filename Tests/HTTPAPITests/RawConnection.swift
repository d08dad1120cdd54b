import NIOCore
import NIOPosix

/// A connection that sends what no client library would.
enum RawConnection {
    /// Connects, runs the body, and closes.
    static func with<Value: Sendable>(port: Int, _ body: @Sendable (inout Exchange) async throws -> Value) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var exchange = Exchange(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&exchange)
        }
    }

    struct Exchange {
        fileprivate var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        fileprivate let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        private(set) var received = ""

        fileprivate init(
            inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
        ) {
            self.inbound = inbound
            self.outbound = outbound
        }

        func send(_ text: String) async throws {
            try await outbound.write(ByteBuffer(string: text))
        }

        /// Waits until this was received; false when the server closed before.
        mutating func receive(_ text: String) async -> Bool {
            while !received.contains(text) {
                guard let buffer = try? await inbound.next() else { return false }
                received += String(buffer: buffer)
            }
            return true
        }

        /// Waits until the server closes.
        mutating func receiveAll() async -> String {
            while let buffer = try? await inbound.next() { received += String(buffer: buffer) }
            return received
        }
    }
}
