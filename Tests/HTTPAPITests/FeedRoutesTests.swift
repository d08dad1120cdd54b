import ContractService
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import JSON
import Synchronization
import Testing

/// `GET /v1/events` and `/v1/events/stream`.
@Suite(.timeLimit(.minutes(10)))
struct FeedRoutesTests {
    @Test func `a page is a batch of cloud events, and says where to go on`() async throws {
        let feed = ScriptedFeed(3)
        var api = try TestAPI()
        api.feed = feed
        let reply = try await api.call(.get, "/v1/events?after=1&limit=2")
        #expect(reply.status == 200 && reply.headers["Content-Type"] == "application/cloudevents-batch+json")
        #expect(
            reply.json[0] == [
                "specversion": "1.0", "id": "2", "source": "/v1/contracts", "type": "fr.maintien.payDeclared.v1",
                "subject": "00000000-0000-4000-8000-000000000002", "time": "1970-01-01T00:00:02Z", "datacontenttype": "application/json",
                "position": 2, "logid": "5d0c2f3a-1111-4222-8333-123456789abc", "incarnation": 2, "contractversion": 1,
                "recordedby": "payroll", "data": ["grossMonthlyPayCents": 2],
            ])
        #expect(reply.json.array?.count == 2 && reply.headers["X-Position"] == "3")
        #expect(reply.headers["Link"] == "</v1/events?after=3-0a1b2c3d-0000000000000003&limit=2>; rel=\"next\"")
        let end = try await api.call(.get, "/v1/events?after=3&wait=0")
        #expect(
            end.text == "[]" && end.headers["X-Position"] == "3"
                && end.headers["Link"] == "</v1/events?after=3-0a1b2c3d-0000000000000003>; rel=\"next\"")
        _ = try await api.call(.get, "/v1/events?wait=30")
        #expect(feed.asked.map(\.after) == [1, 3, 0] && feed.asked.map(\.limit) == [2, 100, 100])
        #expect(feed.asked.map(\.patience) == [.zero, .zero, .seconds(30)])
        #expect(try await api.call(.head, "/v1/events").status == 200)
    }

    @Test(arguments: [
        ("?after=-1", "after"), ("?after=x", "after"), ("?after=", "after"), ("?after=3-", "after"), ("?after=3-0a1b2c3d", "after"),
        ("?after=3-0a1b2c3d-3", "after"),
        ("?after=3-0A1B2C3D-0000000000000003", "after"), ("?after=-0a1b2c3d-0000000000000003", "after"),
        ("?after=3-0a1b2c3d-0000000000000003-", "after"), ("?after=9223372036854775808", "after"), ("?limit=0", "limit"),
        ("?limit=1001", "limit"), ("?wait=31", "wait"), ("?wait=+1", "wait"), ("?from=1", "from"), ("?after=1&after=1", "after"),
    ])
    func `what is malformed is named`(query: String, name: String) async throws {
        let reply = try await TestAPI().call(.get, "/v1/events\(query)")
        #expect(reply.status == 400 && reply.named == name)
    }

    @Test func `a stream refuses what it cannot do before it begins`() async throws {
        #expect(try await TestAPI().call(.get, "/v1/events/stream?limit=1").named == "limit")
        #expect(try await TestAPI().call(.get, "/v1/events/stream?after=x").named == "after")
        #expect(try await TestAPI().call(.get, "/v1/events/stream", headers: .with("Last-Event-ID", "x")).named == "Last-Event-ID")
        #expect(try await TestAPI().call(.get, "/v1/events/stream", as: nil).status == 401)
    }

    @Test(
        arguments: [
            (FeedTrouble.ahead(after: 9, head: 7), 409, "feed.ahead"),
            (FeedTrouble.otherIncarnation(2, begunAfter: 7), 409, "log.otherIncarnation"),
            (FeedTrouble.missing(position: 8), 500, "service.fault"),
            (ServiceError.overloaded(retryAfterSeconds: 5), 429, "service.overloaded"),
        ] as [(any Error, Int, String)])
    func `a consumer that cannot be given what follows is told why`(error: any Error, status: Int, rule: String) async throws {
        let feed = ScriptedFeed()
        feed.fail(error)
        var api = try TestAPI()
        api.feed = feed
        for path in ["/v1/events?after=9", "/v1/events/stream?after=9"] {
            let reply = try await api.call(.get, path, headers: [.acceptLanguage: "en"])
            #expect(reply.status == status && reply.rule == rule)
            #expect((reply.headers["X-Position"] == "7") == (rule == "feed.ahead"))
            if rule == "log.otherIncarnation" {
                #expect(reply.json["detail"]?.string?.contains("incarnation 2, begun after position 7") == true)
            }
        }
    }

    @Test func `across reconnects, while events come, each is given once and in order`() async throws {
        let feed = ScriptedFeed(10)
        // When nobody waited just as the test looked, it looks again at the next sign of life.
        var api = try TestAPI(ScriptedService()) { $0.heartbeat = .milliseconds(10) }
        api.feed = feed
        try await api.application().test(.live) { client in
            let port = try #require(client.port)
            var seen: [Int] = []
            while seen.count < 200 {
                // Each connection is dropped after some events, wherever that is.
                let (last, enough) = (seen.last ?? 0, seen.count % 13 + 1)
                seen += try await RawConnection.with(port: port) { connection in
                    try await connection.send(Self.stream + "Last-Event-ID: \(last)\r\n\r\n")
                    var events: [Int] = []
                    while events.count < enough {
                        if feed.waiting > 0 { feed.append(1) }
                        guard await connection.receiveMore() else { break }
                        events = connection.body.split(separator: "\n\n").dropLast().compactMap { text in
                            text.split(separator: "\n").first { $0.hasPrefix("id: ") }.flatMap { FeedCursor(String($0.dropFirst(4))) }.map {
                                Int($0.position)
                            }
                        }
                        if feed.waiting > 0 { feed.append(1) }
                    }
                    return events
                }
            }
            #expect(seen == (1...seen.count).map { $0 })
        }
    }

    static let stream = "GET /v1/events/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAPI.token)\r\n"

    @Test func `while nothing happens a stream shows that it is there`() async throws {
        let feed = ScriptedFeed(1)
        try await live(feed, { $0.heartbeat = .milliseconds(10) }) { connection in
            try await connection.send(Self.stream + "\r\n")
            #expect(await connection.receive("id: 1-0a1b2c3d-0000000000000001\ndata: {\"specversion\":\"1.0\""))
            #expect(await connection.receive("\n\n\r\n3\r\n:\n\n"))
            feed.append(1)
            #expect(await connection.receive("id: 2-0a1b2c3d-0000000000000002\n"))
            #expect(connection.received.contains("Content-Type: text/event-stream\r\n") && connection.received.contains("retry: 2000"))
        }
    }

    @Test func `a log that is damaged breaks the stream off`() async throws {
        let feed = ScriptedFeed(1)
        let text = try await live(feed) { connection in
            try await connection.send(Self.stream + "\r\n")
            #expect(await connection.receive("id: 1-0a1b2c3d-0000000000000001\n"))
            feed.fail(FeedTrouble.missing(position: 2))
            return await connection.receiveAll()
        }
        #expect(!text.hasSuffix("0\r\n\r\n"))
    }

    @Test func `a client that leaves is followed for no longer`() async throws {
        let feed = ScriptedFeed(1)
        var api = try TestAPI()
        api.feed = feed
        try await api.application().test(.live) { client in
            for path in ["/v1/events/stream", "/v1/events?after=1&wait=30"] {
                try await RawConnection.with(port: try #require(client.port)) { connection in
                    try await connection.send(Self.stream.replacing("/v1/events/stream", with: path) + "\r\n")
                    while feed.waiting == 0 { await Task.yield() }
                }
                while feed.waiting > 0 { await Task.yield() }
            }
        }
    }

    @Test func `a service that stops ends streams and long polls at once, and whole`() async throws {
        let feed = ScriptedFeed(1)
        var api = try TestAPI()
        api.feed = feed
        let (texts, received) = AsyncStream<String>.makeStream()
        let (begun, hasBegun) = AsyncStream<Void>.makeStream()
        try await api.application().test(.live) { client in
            let port = try #require(client.port)
            for path in ["/v1/events/stream", "/v1/events?after=1&wait=30"] {
                Task {
                    try await RawConnection.with(port: port) { connection in
                        try await connection.send(Self.stream.replacing("/v1/events/stream", with: path) + "\r\n")
                        if path == "/v1/events/stream" {
                            _ = await connection.receive("id: 1-0a1b2c3d-0000000000000001\n")
                            hasBegun.finish()
                        }
                        received.yield(await connection.receiveAll())
                    }
                }
            }
            // The stream has its event: from now on it waits for the next.
            for await _ in begun {}
            while feed.waiting < 2 { await Task.yield() }
        }
        var all: [String] = []
        for await text in texts {
            all.append(text)
            if all.count == 2 { break }
        }
        #expect(all.contains { $0.contains("id: 1-0a1b2c3d-0000000000000001\n") && $0.hasSuffix("0\r\n\r\n") })
        #expect(all.contains { $0.contains("X-Position: 1\r\n") && $0.hasSuffix("\r\n\r\n[]") })
    }

    /// Runs the body with a connection to a service on this feed.
    func live<Value: Sendable>(
        _ feed: ScriptedFeed, _ change: (inout Configuration) -> Void = { _ in },
        _ body: @escaping @Sendable (inout RawConnection.Exchange) async throws -> Value
    ) async throws -> Value {
        var api = try TestAPI(ScriptedService(), change)
        api.feed = feed
        return try await api.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { try await body(&$0) }
        }
    }
}
