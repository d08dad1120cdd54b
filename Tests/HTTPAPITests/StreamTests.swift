import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import JSON
import Logging
import NIOCore
import Observability
import Portfolio
import Synchronization
import Testing

/// Answers of any length, on real connections.
@Suite(.timeLimit(.minutes(10)))
struct StreamTests {
    static let request = "GET /v1/worklist HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAPI.token)\r\n\r\n"
    /// 64 KiB of lines.
    static let chunk = String(repeating: String(repeating: "x", count: 63) + "\n", count: 1024)

    /// Says when it is let go of.
    final class Held: Sendable {
        private let release: @Sendable () -> Void
        init(_ release: @escaping @Sendable () -> Void) { self.release = release }
        deinit { release() }
    }

    /// An interface that logs, and its lines.
    func logged(
        _ portfolio: ScriptedPortfolio, _ change: (inout Configuration) -> Void = { _ in }
    ) throws -> (api: TestAPI, lines: AsyncStream<String>) {
        let (lines, log) = AsyncStream<String>.makeStream()
        var api = try TestAPI(ScriptedService(), change)
        api.portfolio = portfolio
        api.logger = Logger(label: "test") { JSONLogHandler(label: $0, to: LogOutput { log.yield(String(decoding: $0, as: UTF8.self)) }) }
        return (api, lines)
    }

    @Test func `a long answer is whole, and the connection serves the next request`() async throws {
        var api = try TestAPI()
        api.portfolio = ScriptedPortfolio { _ in PortfolioLines { $0 < 30 ? Self.chunk : nil } }
        try await api.application().test(.live) { client in
            for _ in 1...2 {
                let reply = try await client.execute(
                    uri: "/v1/worklist", method: .get, headers: [.authorization: "Bearer \(TestAPI.token)"])
                #expect(reply.status == .ok && reply.body.readableBytes == 30 * Self.chunk.utf8.count)
            }
        }
    }

    @Test func `no more is made than the client takes, and one that takes nothing is cut off`() async throws {
        let made = Atomic(0)
        let portfolio = ScriptedPortfolio { _ in
            PortfolioLines { number in
                made.store(number, ordering: .relaxed)
                return Self.chunk
            }
        }
        // Longer than a busy machine stands still: at twice this time the system itself gives the client up.
        let (api, lines) = try logged(portfolio) { $0.stallTimeout = .seconds(15) }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                let line = try #require(await lines.first { $0.contains("was cut off") })
                #expect(line.contains("/v1/worklist") && line.contains("trace_id"))
            }
        }
        let megabytes = made.load(ordering: .relaxed) / 16
        #expect(megabytes < 32, "what the system and the client hold, and no more: the answer has no end")
    }

    @Test func `a slow client that goes on taking is not cut off`() async throws {
        // Longer than a busy machine stands still, and shorter than the whole takes.
        var api = try TestAPI { $0.stallTimeout = .seconds(40) }
        api.portfolio = ScriptedPortfolio { _ in PortfolioLines { $0 < 250 ? Self.chunk : nil } }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                var pauses = 0
                while await connection.receiveMore() {
                    if pauses < 240 { try await Task.sleep(for: .milliseconds(180)) }
                    pauses += 1
                    if connection.received.hasSuffix("\r\n0\r\n\r\n") { break }
                }
                #expect(connection.received.hasSuffix("\r\n0\r\n\r\n") && connection.received.utf8.count > 250 * Self.chunk.utf8.count)
            }
        }
    }

    @Test func `an error after the beginning breaks the connection, and is logged`() async throws {
        struct Unforeseen: Error {}
        let portfolio = ScriptedPortfolio { _ in
            PortfolioLines { if $0 == 3 { throw Unforeseen() } else { Self.chunk } }
        }
        let (api, lines) = try logged(portfolio)
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                let text = await connection.receiveAll()
                #expect(text.hasPrefix("HTTP/1.1 200 ") && !text.hasSuffix("0\r\n\r\n"))
            }
        }
        let line = try #require(await lines.first { $0.contains("broken off") })
        #expect(line.contains("\"error\"") && line.contains("Unforeseen") && line.contains("trace_id"))
    }

    @Test func `a client that leaves stops what makes its answer`() async throws {
        let (stops, stop) = AsyncStream<Void>.makeStream()
        let portfolio = ScriptedPortfolio { _ in
            let held = Held { stop.yield() }
            return PortfolioLines { number in
                defer { withExtendedLifetime(held) {} }
                // After the first chunk the query has nothing for a long time.
                if number > 0 { try await Task.sleep(for: .seconds(3600)) }
                return "{}\n"
            }
        }
        var api = try TestAPI()
        api.portfolio = portfolio
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                #expect(await connection.receive("{}\n"))
            }
            for await _ in stops { break }
        }
    }

    @Test func `the deadline is for the beginning`() async throws {
        // Longer than a busy machine stands still.
        var api = try TestAPI { $0.requestDeadline = .seconds(15) }
        api.portfolio = ScriptedPortfolio { _ in
            PortfolioLines { number in
                if number == 1 { try await Task.sleep(for: .seconds(16)) }
                return number < 2 ? "{}\n" : nil
            }
        }
        try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                #expect(await connection.receive("\r\n0\r\n\r\n"))
                #expect(connection.received.hasPrefix("HTTP/1.1 200 ") && connection.body == "{}\n{}\n")
            }
        }
    }

    @Test func `a service that stops lets the answers under way end`() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let (texts, text) = AsyncStream<String>.makeStream()
        var api = try TestAPI()
        api.portfolio = ScriptedPortfolio { _ in
            PortfolioLines { number in
                if number == 1 { for await _ in gate {} }
                return number < 2 ? "{}\n" : nil
            }
        }
        try await api.application().test(.live) { client in
            let port = try #require(client.port)
            let (begun, hasBegun) = AsyncStream<Void>.makeStream()
            Task {
                try await RawConnection.with(port: port) { connection in
                    try await connection.send(Self.request)
                    _ = await connection.receive("{}\n")
                    hasBegun.finish()
                    text.yield(await connection.receiveAll())
                }
            }
            Task {
                // An idle connection is closed when the service begins to stop, and one that comes later is refused.
                try? await RawConnection.with(port: port) { connection in _ = await connection.receiveAll() }
                opening.finish()
            }
            for await _ in begun {}
        }
        for await text in texts {
            #expect(text.hasSuffix("{}\n\r\n0\r\n\r\n"))
            break
        }
    }

    @Test func `streams under way are counted`() async throws {
        let (gate, opening) = AsyncStream<Void>.makeStream()
        var api = try TestAPI()
        api.portfolio = ScriptedPortfolio { _ in
            PortfolioLines { number in
                if number == 1 { for await _ in gate {} }
                return number < 1 ? "{}\n" : nil
            }
        }
        try await api.application().test(.live) { [registry = api.registry] client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(Self.request)
                #expect(await connection.receive("{}\n"))
                #expect(registry.text.contains(#"maintien_http_active_streams{http_route="/v1/worklist"} 1.0"#))
                opening.finish()
                #expect(await connection.receive("\r\n0\r\n\r\n"))
            }
        }
        #expect(api.registry.text.contains(#"maintien_http_active_streams{http_route="/v1/worklist"} 0.0"#))
    }
}
