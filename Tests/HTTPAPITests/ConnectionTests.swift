import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import HTTPAPI

/// A connection without a network: its time is set by hand.
@Suite(.timeLimit(.minutes(10)))
struct ConnectionTests {
    private let loop = EmbeddedEventLoop()

    /// A connection whose requests are answered so.
    private func connect(
        idleTimeout: TimeAmount = .hours(1), _ answer: @escaping @Sendable (Request, Exchange) async throws -> Response
    ) throws -> (channel: EmbeddedChannel, connection: ClientConnection) {
        let settings = ConnectionSettings(
            answer: answer, common: CommonHeaders(isSecure: true, isSandbox: false), strangers: Strangers(most: .max),
            idleTimeout: idleTimeout, restPatience: .seconds(5),
            stallTimeout: .seconds(30))
        let connection = ClientConnection(settings, on: loop)
        let channel = EmbeddedChannel(handler: connection, loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return (channel, connection)
    }

    private static let ok: @Sendable (Request, Exchange) async throws -> Response = { _, _ in Response(status: .ok) }

    private func begin(_ channel: EmbeddedChannel, _ headers: HTTPHeaders = [:]) throws {
        try channel.writeInbound(
            HTTPServerRequestPart.head(HTTPRequestHead(version: .http1_1, method: .POST, uri: "/", headers: headers)))
    }

    private func end(_ channel: EmbeddedChannel) throws { try channel.writeInbound(HTTPServerRequestPart.end(nil)) }

    /// What was written since the last look.
    private func written(_ channel: EmbeddedChannel) throws -> String {
        var text = ""
        while let data = try channel.readOutbound(as: IOData.self) {
            if case .byteBuffer(let buffer) = data { text += String(buffer: buffer) }
        }
        return text
    }

    @Test func `a client that goes on after the answer is cut off, in time`() throws {
        let (channel, _) = try connect(Self.ok)
        try begin(channel)
        #expect(try written(channel).hasPrefix("HTTP/1.1 200 OK\r\n"))
        loop.advanceTime(by: .seconds(4))
        try channel.writeInbound(HTTPServerRequestPart.body(ByteBuffer(string: "more")))
        #expect(channel.isActive)
        loop.advanceTime(by: .seconds(1))
        #expect(!channel.isActive)
    }

    @Test func `one that stops in time keeps its connection`() throws {
        let (channel, _) = try connect(Self.ok)
        try begin(channel)
        loop.advanceTime(by: .seconds(4))
        try end(channel)
        loop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
    }

    @Test func `the next request may take its time while the last is answered`() throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let (channel, _) = try connect { _, _ in
            for await _ in gate { break }
            return Response(status: .ok)
        }
        try begin(channel)
        try end(channel)
        try begin(channel)
        opening.yield()
        loop.run()
        #expect(try written(channel).ranges(of: "HTTP/1.1 200 OK\r\n").count == 1)
        loop.advanceTime(by: .seconds(60))
        #expect(channel.isActive)
        opening.yield()
        loop.run()
        #expect(try written(channel).ranges(of: "HTTP/1.1 200 OK\r\n").count == 1)
        loop.advanceTime(by: .seconds(5))
        #expect(!channel.isActive)
    }

    @Test func `an idle connection is closed, and not while it is answered`() throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let (channel, _) = try connect(idleTimeout: .seconds(60)) { _, _ in
            for await _ in gate { break }
            return Response(status: .ok)
        }
        loop.advanceTime(by: .seconds(59))
        try begin(channel)
        try end(channel)
        loop.advanceTime(by: .seconds(600))
        #expect(channel.isActive)
        opening.yield()
        loop.run()
        #expect(channel.isActive)
        #expect(try written(channel).hasPrefix("HTTP/1.1 200 OK\r\n"))
    }

    private static var task: Int { withUnsafeCurrentTask { $0?.hashValue ?? 0 } }

    @Test func `each request has a task of its own, and a connection that waits has none`() throws {
        let tasks = Mutex<[Int]>([])
        let (channel, connection) = try connect { _, _ in
            tasks.withLock { $0.append(Self.task) }
            return Response(status: .ok)
        }
        for _ in 1...2 {
            try begin(channel)
            try end(channel)
            #expect(connection.task == nil && connection.exchange == nil)
        }
        #expect(tasks.withLock { $0.count } == 2 && tasks.withLock { !$0.contains(0) })
    }

    @Test func `a request without sense is refused, and the connection ends`() throws {
        let (channel, _) = try connect { _, _ in throw HTTPParserError.invalidChunkSize }
        try begin(channel)
        let text = try written(channel)
        #expect(text.hasPrefix("HTTP/1.1 400 Bad Request\r\n") && text.contains("connection: close\r\n") == false)
        #expect(text.contains("Connection: close\r\n"))
    }

    @Test func `a connection that is given up gives its answer up, and ends with it`() throws {
        let (channel, connection) = try connect { _, _ in
            do { try await Task.sleep(for: .seconds(3600)) } catch { return Response(status: .serviceUnavailable) }
            return Response(status: .ok)
        }
        try begin(channel)
        try end(channel)
        loop.run()
        connection.cancelAll()
        loop.run()
        #expect(try written(channel).hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(!channel.isActive)
    }

    @Test func `an answer in pieces says how long each is, or all of them together`() throws {
        for (length, text) in [(nil, "\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), (3, "\r\n\r\nabc")] as [(Int?, String)] {
            let (channel, _) = try connect { _, _ in
                Response(status: .ok, body: .made(length: length) { stream in try await stream.write(Array("abc".utf8)) })
            }
            try begin(channel)
            try end(channel)
            loop.run()
            let written = try written(channel)
            #expect(written.hasSuffix(text) && written.contains(length == nil ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 3\r\n"))
        }
    }

    @Test func `every answer has the common headers, each once`() throws {
        for (own, told) in [(nil, "no-store"), ("public", "public")] as [(String?, String)] {
            let (channel, _) = try connect { _, _ in
                var response = Response(status: .ok)
                response.headers[.cacheControl] = own
                return response
            }
            try begin(channel)
            let head = try written(channel)
            let lines = head.split(separator: "\r\n")
            #expect(lines.filter { $0.lowercased().hasPrefix("cache-control:") } == ["Cache-Control: \(told)"])
            for name in ["X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security", "Date", "Content-Length"] {
                #expect(lines.filter { $0.hasPrefix("\(name): ") }.count == 1, "\(name)")
            }
        }
    }

    @Test(arguments: [0, 1, 20_000, 200_000]) func `an answer is whole, whatever its size`(size: Int) throws {
        let (channel, _) = try connect { _, _ in Response(bytes: Array(repeating: 0x78, count: size), type: "text/plain") }
        try begin(channel)
        let text = try written(channel)
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.count == 2 && parts[0].contains("Content-Length: \(size)") && parts[1] == String(repeating: "x", count: size))
    }

    @Test func `a client that waits to be asked for its body is asked once`() throws {
        let (channel, _) = try connect { request, exchange in
            if case .arriving = request.body { exchange.invite() }
            // Not when its answer has begun.
            return Response(status: .ok, body: .made(length: 0) { _ in exchange.invite() })
        }
        try begin(channel, ["Expect": "100-continue"])
        #expect(try written(channel).hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
    }

    @Test func `the connection ends after the answer when either side says so`() throws {
        for (asked, told) in [("close", nil), (nil, "close"), ("Close, x", nil)] as [(String?, String?)] {
            let (channel, _) = try connect { _, _ in
                var response = Response(status: .ok)
                response.headers[.connection] = told
                return response
            }
            try begin(channel, asked.map { ["Connection": $0] } ?? [:])
            try end(channel)
            #expect(try written(channel).hasPrefix("HTTP/1.1 200 OK\r\n"))
            try begin(channel)
            #expect(try written(channel).isEmpty)
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_772_323_199, "Sat, 28 Feb 2026 23:59:59 GMT"),
    ])
    func `a date is told as HTTP has it`(second: Int, text: String) {
        #expect(HTTPDate.text(of: second) == text)
    }
}
