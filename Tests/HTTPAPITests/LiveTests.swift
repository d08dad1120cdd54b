import ContractService
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Observability
import RandomTesting
import Synchronization
import Testing

@testable import HTTPAPI

/// What only a real connection shows. No test waits longer than the limit it sets.
@Suite(.timeLimit(.minutes(10)))
struct LiveTests {
    static let head = "POST /v1/contracts/\(TestAPI.contract)/resume HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAPI.token)\r\n"
    static let json = head + "Content-Type: application/json\r\n"

    /// Runs the body against a server of these settings.
    func serve<Value: Sendable>(
        _ service: ScriptedService = ScriptedService(), _ change: (inout Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (inout RawConnection.Exchange) async throws -> Value
    ) async throws -> Value {
        try await TestAPI(service, change).application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { try await body(&$0) }
        }
    }

    @Test func `one connection serves one request after the other`() async throws {
        try await TestAPI().application().test(.live) { client in
            let authorization: HTTPFields = [.authorization: "Bearer \(TestAPI.token)", .contentType: "application/json"]
            for _ in 0..<3 {
                let path = "/v1/contracts/\(TestAPI.contract)"
                let accepted = try await client.execute(
                    uri: "\(path)/resume", method: .post, headers: authorization, body: ByteBuffer(string: "{}"))
                #expect(accepted.status == .created && String(buffer: accepted.body) == #"{"version":1}"#)
                let refused = try await client.execute(uri: "\(path)/coverage", method: .get, headers: authorization)
                #expect(refused.status == .badRequest && refused.headers[.date] != nil)
                let health = try await client.execute(uri: "/healthz", method: .head)
                #expect(health.status == .ok && health.body.readableBytes == 0)
            }
        }
    }

    @Test func `pipelined requests are answered in their order`() async throws {
        let text = try await serve { connection in
            try await connection.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + Self.json + "Content-Length: 2\r\n\r\n{}")
            _ = await connection.receive(#"{"version":1}"#)
            return connection.received
        }
        #expect(text.ranges(of: "HTTP/1.1 ").map { text[$0.upperBound...].prefix(3) } == ["200", "201"])
    }

    @Test(arguments: ["/nowhere", "/metrics"]) func `a refusal of HEAD has no body, which would be read as the next answer`(path: String)
        async throws
    {
        let text = try await serve { connection in
            try await connection.send("HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = await connection.receive(#"{"status":"ok"}"#)
            return connection.received
        }
        #expect(text.hasPrefix("HTTP/1.1 401 ") && !text.contains("urn:maintien:rule"))
        #expect(text.ranges(of: "\r\n\r\nHTTP/1.1 200 ").count == 1)
    }

    @Test func `a body without end is refused at the limit`() async throws {
        let text = try await serve { connection in
            try await connection.send(Self.json + "Transfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<17 { try await connection.send("10000\r\n" + String(repeating: " ", count: 65536) + "\r\n") }
            _ = await connection.receive("request.tooLarge")
            return connection.received
        }
        #expect(text.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `a declared length beyond the limit is refused before the body`() async throws {
        let text = try await serve { connection in
            try await connection.send(Self.json + "Content-Length: 1048577\r\n\r\n")
            _ = await connection.receive("request.tooLarge")
            return connection.received
        }
        #expect(text.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `a body that does not come is waited for so long`() async throws {
        let text = try await serve(.init(), { $0.bodyDeadline = .milliseconds(200) }) { connection in
            try await connection.send(Self.json + "Content-Length: 2\r\n\r\n{")
            return await connection.receiveAll()
        }
        #expect(text.hasPrefix("HTTP/1.1 408 ") && text.contains("request.timeout"))
    }

    @Test(arguments: ["", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
    func `a connection without a whole request is closed`(text: String) async throws {
        let received = try await serve(.init(), { $0.idleTimeout = .milliseconds(200) }) { connection in
            if !text.isEmpty { try? await connection.send(text) }
            return await connection.receiveAll()
        }
        #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 400 "))
    }

    @Test func `an answer that does not begin in time is given up, and the work cancelled`() async throws {
        let wasCancelled = Atomic(false)
        let service = ScriptedService { _ in
            do { try await Task.sleep(for: .seconds(3600)) } catch { wasCancelled.store(true, ordering: .relaxed) }
            throw CancellationError()
        }
        let text = try await serve(service, { $0.requestDeadline = .milliseconds(200) }) { connection in
            try await connection.send(Self.json + "Content-Length: 2\r\n\r\n{}")
            _ = await connection.receive("service.unavailable")
            return connection.received
        }
        #expect(text.hasPrefix("HTTP/1.1 503 ") && text.contains("Retry-After: 1"))
        let isCancelled = wasCancelled.load(ordering: .relaxed)
        #expect(isCancelled)
    }

    @Test func `a command that is given up is answered as the desk says: its outcome may be unknown`() async throws {
        let service = ScriptedService { _ in
            do { try await Task.sleep(for: .seconds(600)) } catch { throw ServiceError.outcomeUnknown(retryAfterSeconds: 2) }
            throw CancellationError()
        }
        let text = try await serve(service, { $0.requestDeadline = .milliseconds(200) }) { connection in
            try await connection.send(Self.json + "Content-Length: 2\r\n\r\n{}")
            _ = await connection.receive("service.outcomeUnknown")
            return connection.received
        }
        #expect(text.hasPrefix("HTTP/1.1 503 ") && text.contains("Retry-After: 2"))
    }

    @Test(arguments: ["Content-Length: 10\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}"])
    func `a client that leaves before its body is whole does nothing, and is no failure`(rest: String) async throws {
        let (lines, log) = AsyncStream<String>.makeStream()
        let service = ScriptedService()
        var api = try TestAPI(service)
        api.logger = Logger(label: "test") { JSONLogHandler(label: $0, to: LogOutput { log.yield(String(decoding: $0, as: UTF8.self)) }) }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { try await $0.send(Self.json + rest) }
            let line = try #require(await lines.first { $0.contains(#""message":"request""#) })
            #expect(line.contains(#""status":400"#) || line.contains(#""status":408"#))
        }
        log.finish()
        #expect(service.asked.submissions.isEmpty)
    }

    @Test(arguments: [
        "what?\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "GET / HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "y", count: 100_000))\r\n\r\n",
    ])
    func `bytes that are no HTTP are refused, and the connection closed`(text: String) async throws {
        let received = try await serve(.init(), { $0.idleTimeout = .seconds(20) }) { connection in
            try await connection.send(text)
            return await connection.receiveAll()
        }
        #expect(received.isEmpty || received.hasPrefix("HTTP/1.1 400 ") || received.hasPrefix("HTTP/1.1 401 "))
    }

    @Test(arguments: 1...10)
    func `no request makes the service fail`(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let service = ScriptedService()
        let api = try TestAPI(service)
        for _ in 0..<20 {
            let method = ["GET", "HEAD", "POST", "PUT", "DELETE"].randomElement(using: &random).flatMap { HTTPRequest.Method($0) } ?? .get
            let path =
                ["/v1/contracts/\(TestAPI.contract)/", "/v1/contracts/", "/v1/schemes/", "/", "/openapi.json", "/docs"].randomElement(
                    using: &random) ?? "/"
            let name = ["coverage", "affiliate", "people/holder", "cotisation", "", "x"].randomElement(using: &random) ?? ""
            var headers = HTTPFields.with("If-Match", random.text()) + .with("Idempotency-Key", random.text())
            headers[.acceptLanguage] = random.text()
            headers[.cookie] = "maintien=" + random.text()
            headers[.contentType] = ["application/json", random.text()].randomElement(using: &random)
            let reply = try await api.call(method, path + name + "?" + random.text() + "=" + random.text(), random.text(), headers: headers)
            #expect(reply.status < 500 && reply.status >= 200)
        }
    }
}

extension SplitMix {
    /// A text of pieces that requests are made of.
    fileprivate mutating func text() -> String {
        let pieces = [
            "on", "month", "=", "&", "%", "%2", "%FF", "%C3%A9", "+", "{", "}", "[", "\"", ",", ";q=", "W/", "*", "7", "2026-05", "-01",
            "/", "é", " ", "🤷",
        ]
        return (0..<Int.random(in: 0..<12, using: &self)).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
}
