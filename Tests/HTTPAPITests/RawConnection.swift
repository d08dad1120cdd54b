import NIOCore
import NIOPosix

/// A connection that sends what no client library would.
enum RawConnection {
    /// Connects, runs the body, and closes.
    static func with<Value: Sendable>(port: Int, _ body: @Sendable (inout Exchange) async throws -> Value) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.minutes(10))
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
            var isThere = received.contains(text)
            while !isThere {
                guard let buffer = try? await inbound.next() else { return false }
                let seam = received.suffix(text.count)
                received += String(buffer: buffer)
                isThere = received[seam.startIndex...].contains(text)
            }
            return true
        }

        /// The body received, without the sizes of its chunks.
        var body: String {
            var rest = received.utf8[...]
            if let head = received.firstRange(of: "\r\n\r\n") { rest = received.utf8[head.upperBound...] }
            var body = ""
            while let line = rest.firstIndex(of: 13), let size = Int(String(rest[..<line]) ?? "", radix: 16), size > 0 {
                let start = rest.index(line, offsetBy: 2)
                guard let end = rest.index(start, offsetBy: size, limitedBy: rest.endIndex) else { break }
                body += String(rest[start..<end]) ?? ""
                rest = rest[end...].dropFirst(2)
            }
            return body
        }

        /// Waits for more; false when the server closed.
        mutating func receiveMore() async -> Bool {
            guard let buffer = try? await inbound.next() else { return false }
            received += String(buffer: buffer)
            return true
        }

        /// Waits until the server closes.
        mutating func receiveAll() async -> String {
            while let buffer = try? await inbound.next() { received += String(buffer: buffer) }
            return received
        }
    }
}
