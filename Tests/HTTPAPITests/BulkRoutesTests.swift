@testable import ContractService
import Contracts
import EventLog
import FoundationEssentials
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import JSON
import Logging
import Observability
import Synchronization
import Testing

/// `POST /v1/commands`.
@Suite(.timeLimit(.minutes(10)))
struct BulkRoutesTests {
    static let head =
        "POST /v1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAPI.token)\r\nContent-Type: application/x-ndjson\r\n"
    static let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"

    static func chunk(_ text: String) -> String { String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n" }

    /// Runs the body with a connection of its own.
    func serve(
        _ service: ScriptedService, _ body: @escaping @Sendable (inout RawConnection.Exchange) async throws -> Void
    ) async throws {
        try await TestAPI(service).application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { try await body(&$0) }
        }
    }

    @Test func `each line is answered as its own route would, in order, and a refused one stops nothing`() async throws {
        let service = ScriptedService()
        let text = """
            {"key":"a"}

            nonsense
            {"key":"b","bad":true}\r
            {"key":"é"}
            """
        let reply = try await TestAPI(service).bulk(text, headers: [.acceptLanguage: "en"])
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/x-ndjson" && reply.headers["Content-Language"] == "en")
        #expect(reply.lines.map { $0["line"] } == [1, 3, 4, 5] && reply.lines.map { $0["status"] } == [200, 400, 404, 200])
        #expect(reply.lines[0] == ["line": 1, "key": "a", "status": 200, "version": 2])
        #expect(reply.lines[1]["rule"] == "request.malformed" && reply.lines[1]["detail"] == "The body is not JSON (byte 1).")
        #expect(reply.lines[2]["key"] == "b" && reply.lines[2]["detail"]?.string == Rule.contractUnknown.english)
        #expect(service.asked.chunks.allSatisfy { $0.caller == "payroll" })
    }

    @Test func `after each part the projections are waited for, up to what was recorded`() async throws {
        let portfolio = ScriptedPortfolio()
        let position = Atomic<Int64>(40)
        let service = ScriptedService(decideAll: { lines in
            lines.map { line in
                let receipt = Receipt(
                    contract: UUID(), versions: 1...1, version: 1, position: position.add(1, ordering: .relaxed).newValue, recordedAt: 0)
                return BulkAnswer(line: line.number, key: nil, contract: nil, outcome: .success(Acceptance(receipt, facts: [])))
            }
        })
        var api = try TestAPI(service)
        api.portfolio = portfolio
        let reply = try await api.bulk("{}\n{}\n{}\n")
        #expect(reply.lines.map { $0["position"] } == [41, 42, 43])
        #expect(portfolio.keptUp.last == 43)
        // Nothing recorded, nothing to wait for.
        _ = try await api.bulk("")
        #expect(portfolio.keptUp.last == 43)
    }

    @Test func `thousands of lines, good, bad and huge, are answered each and in order`() async throws {
        let service = ScriptedService()
        let huge = "{\"key\":\"" + String(repeating: "h", count: BulkLine.maximum) + "\"}"
        let lines = (1...5000).map { number in
            switch number {
            case 1234, 4321: huge
            case _ where number % 7 == 0: "{\"key\":\"\(number)\",\"bad\":true}"
            case _ where number % 11 == 0: "{\"key\":\"\(number)\""
            default: "{\"key\":\"\(number)\"}"
            }
        }
        let reply = try await TestAPI(service).bulk(lines.joined(separator: "\n"))
        #expect(reply.lines.map { $0["line"]?.integer } == (1...5000).map { $0 })
        let expected = (1...5000).map { [1234, 4321].contains($0) ? 413 : $0 % 7 == 0 ? 404 : $0 % 11 == 0 ? 400 : 200 }
        #expect(reply.lines.map { $0["status"]?.integer } == expected)
        #expect(service.asked.chunks.allSatisfy { $0.lines.allSatisfy { $0.bytes.count <= BulkLine.maximum + 1 } })
    }

    @Test func `a line that comes alone does not wait for another`() async throws {
        try await serve(ScriptedService()) { connection in
            try await connection.send(Self.chunked + Self.chunk("{\"key\":\"first\"}\n{\"key\":"))
            #expect(await connection.receive("\"first\",\"status\":200"))
            try await connection.send(Self.chunk("\"second\"}\n"))
            #expect(await connection.receive("\"second\",\"status\":200"))
            #expect(!connection.received.contains("\r\n0\r\n\r\n"))
            try await connection.send(Self.chunk("{\"key\":\"last\"}") + "0\r\n\r\n")
            #expect(await connection.receive("\r\n0\r\n\r\n") && connection.received.contains("\"last\",\"status\":200"))
        }
    }

    @Test func `what arrives while lines are decided is decided together`() async throws {
        let (begun, hasBegun) = AsyncStream<Void>.makeStream()
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let isFirst = Atomic(true)
        let service = ScriptedService(decideAll: { lines in
            if isFirst.exchange(false, ordering: .relaxed) {
                hasBegun.yield()
                for await _ in gate {}
            }
            return lines.map(\.read)
        })
        try await serve(service) { connection in
            try await connection.send(Self.chunked + Self.chunk("{}\n"))
            for await _ in begun { break }
            for _ in 0..<300 { try await connection.send(Self.chunk("{}\n")) }
            try await connection.send("0\r\n\r\n")
            opening.finish()
            #expect(await connection.receive("\"line\":301,"))
        }
        #expect(service.asked.chunks.map(\.lines.count).reduce(0, +) == 301 && service.asked.chunks.count < 301)
    }

    @Test func `a client that breaks off has given the lines that were whole, and no other`() async throws {
        let service = ScriptedService()
        let (lines, log) = AsyncStream<String>.makeStream()
        var api = try TestAPI(service)
        api.logger = Logger(label: "test") { JSONLogHandler(label: $0, to: LogOutput { log.yield(String(decoding: $0, as: UTF8.self)) }) }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.chunked + Self.chunk("{\"key\":\"whole\"}\n{\"key\":\"other\"}"))
                #expect(await connection.receive("\"whole\",\"status\":200"))
            }
            _ = await lines.first { $0.contains("an answer") || $0.contains("a client left") || $0.contains("broken off") }
        }
        #expect(service.asked.chunks.map { $0.lines.map(\.number) } == [[1]])
    }

    @Test func `a client that waits to be asked for its body is asked`() async throws {
        try await serve(ScriptedService()) { connection in
            try await connection.send(Self.head + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(await connection.receive("HTTP/1.1 100 Continue\r\n\r\n"))
            try await connection.send("{}")
            #expect(await connection.receive("\r\n0\r\n\r\n") && connection.received.contains("\"status\":200"))
        }
        try await serve(ScriptedService()) { connection in
            try await connection.send(LiveTests.json + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(await connection.receive("HTTP/1.1 100 Continue\r\n\r\n"))
            try await connection.send("{}")
            #expect(await connection.receive("HTTP/1.1 201 Created"))
        }
        try await serve(ScriptedService()) { connection in
            try await connection.send("POST /v1/commands HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(await connection.receive("\r\n\r\n") && connection.received.hasPrefix("HTTP/1.1 401 "))
        }
    }

    @Test func `a client may send all before it reads anything`() async throws {
        let wide = String(repeating: "w", count: 1000)
        try await serve(ScriptedService()) { connection in
            try await connection.send(Self.chunked)
            for number in 1...5000 { try await connection.send(Self.chunk("{\"key\":\"\(number)-\(wide)\"}\n")) }
            try await connection.send("0\r\n\r\n")
            #expect(await connection.receive("\r\n0\r\n\r\n"))
            #expect(connection.body.split(separator: "\n").count == 5000)
        }
    }

    @Test func `a third bulk of a caller is refused while two are under way, and keeps no other caller out`() async throws {
        let other = "other-token-0123456789"
        let tokens = try Tokens([TestAPI.token: "payroll", other: "other"])
        let api = try TestAPI { $0.tokens = tokens }
        try await api.application().test(.live) { client in
            let port = try #require(client.port)
            try await RawConnection.with(port: port) { first in
                try await first.send(Self.chunked + Self.chunk("{}\n"))
                #expect(await first.receive("\"status\":200"))
                try await RawConnection.with(port: port) { second in
                    try await second.send(Self.chunked + Self.chunk("{}\n"))
                    #expect(await second.receive("\"status\":200"))
                    try await RawConnection.with(port: port) { third in
                        try await third.send(Self.head + "Content-Length: 2\r\n\r\n{}")
                        #expect(await third.receive("bulk.tooMany"))
                        #expect(third.received.hasPrefix("HTTP/1.1 429 ") && third.received.contains("Retry-After: 5"))
                    }
                    try await RawConnection.with(port: port) { another in
                        let head = Self.head.replacing(TestAPI.token, with: other)
                        try await another.send(head + "Content-Length: 2\r\n\r\n{}")
                        #expect(await another.receive("\"status\":200"))
                    }
                    try await second.send("0\r\n\r\n")
                    #expect(await second.receive("\r\n0\r\n\r\n"))
                }
                // The place of the one that ended is free: once its end is seen here too.
                while true {
                    let status = try await RawConnection.with(port: port) { third in
                        try await third.send(Self.head + "Content-Length: 2\r\n\r\n{}")
                        _ = await third.receive("\r\n\r\n")
                        return third.received.prefix(13)
                    }
                    if status == "HTTP/1.1 200 " { break }
                }
            }
        }
    }

    @Test func `a bulk that sends too little is ended with an answer that says from which line on nothing is decided`() async throws {
        let service = ScriptedService()
        let api = try TestAPI(service) { $0.leastBulkRate = (1024, .seconds(15)) }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.chunked + Self.chunk("{\"key\":\"whole\"}\n{\"key\":\"beg"))
                #expect(await connection.receive("\r\n0\r\n\r\n"))
                let lines = connection.body.split(separator: "\n").map { try? JSON(parsing: String($0)) }
                #expect(lines.count == 2 && lines.first??["key"] == "whole" && lines.first??["status"] == 200)
                #expect(lines.last??["line"] == 2 && lines.last??["status"] == 408 && lines.last??["rule"] == "bulk.tooSlow")
            }
        }
        #expect(service.asked.chunks.map { $0.lines.map(\.number) } == [[1]])
    }

    @Test func `a bulk is not slow while its lines are decided`() async throws {
        let service = ScriptedService(decideAll: { lines in
            try await Task.sleep(for: .seconds(16))
            return lines.map(\.read)
        })
        // Longer than a busy machine stands still: the client goes on after its first answer.
        let api = try TestAPI(service) { $0.leastBulkRate = (1024, .seconds(15)) }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.chunked + Self.chunk("{}\n"))
                #expect(await connection.receive("\"line\":1"))
                try await connection.send(Self.chunk("{}\n") + "0\r\n\r\n")
                #expect(await connection.receive("\r\n0\r\n\r\n"))
                #expect(connection.received.contains("\"line\":2") && !connection.received.contains("bulk.tooSlow"))
            }
        }
    }

    struct Unforeseen: Error {}

    @Test func `what nobody foresaw is a fault of its line, and of the answer when it takes all along`() async throws {
        let one = ScriptedService(decideAll: {
            $0.map { BulkAnswer(line: $0.number, key: nil, contract: nil, outcome: .failure(Unforeseen())) }
        })
        let reply = try await TestAPI(one).bulk("{}")
        #expect(
            reply.lines[0]["status"] == 500
                && reply.lines[0]["instance"]?.string == "urn:maintien:trace:\(reply.headers["X-Request-Id"] ?? "")")
        try await serve(ScriptedService(decideAll: { _ in throw Unforeseen() })) { connection in
            try await connection.send(Self.head + "Content-Length: 2\r\n\r\n{}")
            let text = await connection.receiveAll()
            #expect(text.hasPrefix("HTTP/1.1 200 ") && !text.hasSuffix("0\r\n\r\n"))
        }
    }

    @Test func `what is refused is refused before the first line`() async throws {
        let service = ScriptedService()
        let api = try TestAPI(service)
        for type in ["application/json", "text/plain", "application/x-ndjson; charset=latin1"] {
            let reply = try await api.bulk("{}", headers: [.contentType: type])
            #expect(reply.status == 415 && reply.headers["Accept"] == "application/x-ndjson")
        }
        #expect(try await api.bulk("{}", headers: [.contentEncoding: "gzip"]).status == 415)
        #expect(try await api.bulk("{}", query: "?dry-run=true").named == "dry-run")
        #expect(try await api.call(.get, "/v1/commands").headers["Allow"] == "POST")
        #expect(try await api.call(.post, "/v1/commands", "{}", as: nil).status == 401)
        #expect(try await api.bulk("\n \n\t\n").text.isEmpty && service.asked.chunks.isEmpty)
    }
}
