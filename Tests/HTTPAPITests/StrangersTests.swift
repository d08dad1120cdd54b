import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Testing

/// How many connections one address may have open on which nobody has signed in.
@Suite(.timeLimit(.minutes(10)))
struct StrangersTests {
    private static let question = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    /// Whether a new connection is served.
    private func isServed(port: Int) async throws -> Bool {
        try await RawConnection.with(port: port) { connection in
            try? await connection.send(Self.question)
            return await connection.receive("200 OK")
        }
    }

    @Test func `a connection too many is closed, until another signs in or leaves`() async throws {
        try await TestAPI { $0.strangersPerAddress = 2 }.application().test(.live) { first in
            let port = try #require(first.port)
            #expect(try await first.execute(uri: "/healthz", method: .get).status == .ok)
            try await RawConnection.with(port: port) { second in
                try await second.send(Self.question)
                #expect(await second.receive("200 OK"))
                #expect(try await isServed(port: port) == false)
                let stranger = try await first.execute(uri: "/nothing", method: .get, headers: [.authorization: "Bearer somebody"])
                #expect(stranger.status == .unauthorized)
                #expect(try await isServed(port: port) == false)
                let known = try await first.execute(uri: "/nothing", method: .get, headers: [.authorization: "Bearer \(TestAPI.token)"])
                #expect(known.status == .notFound)
                #expect(try await isServed(port: port))
            }
            // The server learns by and by that they are closed.
            try await RawConnection.with(port: port) { third in
                // It may be one too many itself, as long as the server has not learnt it.
                try? await third.send(Self.question)
                _ = await third.receive("200 OK")
                while try await !isServed(port: port) { try await Task.sleep(for: .milliseconds(10)) }
            }
        }
    }

    @Test func `signed in, an address may have any number`() async throws {
        try await TestAPI { $0.strangersPerAddress = 1 }.application().test(.live) { first in
            let port = try #require(first.port)
            @Sendable func signInAndAgain(_ depth: Int) async throws {
                guard depth > 0 else { return }
                try await RawConnection.with(port: port) { connection in
                    try await connection.send("GET /nothing HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(TestAPI.token)\r\n\r\n")
                    #expect(await connection.receive("404 Not Found"))
                    try await signInAndAgain(depth - 1)
                }
            }
            _ = try await first.execute(uri: "/nothing", method: .get, headers: [.authorization: "Bearer \(TestAPI.token)"])
            try await signInAndAgain(20)
        }
    }
}
