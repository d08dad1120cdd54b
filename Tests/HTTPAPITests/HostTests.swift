import HTTPAPI
import HummingbirdTesting
import Testing

/// What two servers could read in two ways is refused, and the connection closed.
@Suite(.timeLimit(.minutes(10)))
struct HostTests {
    /// Sends bytes to a server, and returns all it sends until it closes.
    private func answer(to text: String) async throws -> String {
        try await TestAPI { $0.idleTimeout = .seconds(20) }.application().test(.live) { client in
            try await RawConnection.with(port: try #require(client.port)) { connection in
                try await connection.send(text)
                return await connection.receiveAll()
            }
        }
    }

    @Test(arguments: [
        "", "Host: a\r\nHost: b\r\n", "Host: a\r\nHost: a\r\n", "Host: a\r\nhOST: a\r\n", "Host: a, b\r\n", "Host: a b\r\n",
        "Host: a/b\r\n",
        "Host: user@a\r\n", "Host: a?b\r\n", "Host: é\r\n",
    ])
    func `not exactly one host is refused`(hosts: String) async throws {
        for path in ["/healthz", "/docs", "http://x/healthz"] {
            let received = try await answer(to: "GET \(path) HTTP/1.1\r\n\(hosts)Connection: close\r\n\r\n")
            #expect(received.hasPrefix("HTTP/1.1 400 ") && received.contains("request.host"), "\(received)")
        }
    }

    @Test(arguments: ["Host: a", "host:a:8080", "Host: [::1]:8080", "Host:", "Host: 127.0.0.1", "HOST: a.example"])
    func `one host is let through, in every form`(host: String) async throws {
        let received = try await answer(to: "GET /healthz HTTP/1.1\r\n\(host)\r\nConnection: close\r\n\r\n")
        #expect(received.hasPrefix("HTTP/1.1 200 "), "\(received)")
    }

    @Test func `HTTP 1.0 needs no host, and its connection ends with the answer`() async throws {
        #expect(try await answer(to: "GET /healthz HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        #expect(try await answer(to: "GET /healthz HTTP/1.0\r\nHost: a\r\n\r\n").hasPrefix("HTTP/1.1 200 "))
        #expect(try await answer(to: "GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n").hasPrefix("HTTP/1.1 400 "))
        let kept = try await answer(
            to: "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /healthz HTTP/1.0\r\n\r\n")
        #expect(kept.ranges(of: "HTTP/1.1 200 ").count == 2)
    }

    @Test func `a target in absolute form is answered by its path`() async throws {
        let received = try await answer(to: "GET http://elsewhere.example/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(received.hasPrefix("HTTP/1.1 200 "))
    }

    /// A second request hides in the body; it must not be answered, whichever length is believed.
    static let hidden = "0\r\n\r\nGET /readyz HTTP/1.1\r\nHost: hidden\r\n\r\n"

    @Test(arguments: [
        "Content-Length: \(hidden.utf8.count)\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: identity\r\n", "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Content-Length: +\(hidden.utf8.count)\r\n", "Content-Length: 4, \(hidden.utf8.count)\r\n", "Content-Length: 0x5\r\n",
        "Content-Length: 4\r\nContent-Length: \(hidden.utf8.count)\r\n", "Content-Length: -1\r\n", "X: a\r\n Content-Length: 4\r\n",
        "Content-Length: 99999999999999999999\r\n",
    ])
    func `a body whose length can be read in two ways is refused, with what follows`(headers: String) async throws {
        let head = "POST /v1/contracts/\(TestAPI.contract)/resume HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(TestAPI.token)\r\n"
        let received = try await answer(to: "\(head)Content-Type: application/json\r\n\(headers)\r\n\(Self.hidden)")
        #expect(!received.contains("HTTP/1.1 200 ") && !received.contains("\"status\":\"ready\""), "\(received)")
        #expect(received.ranges(of: "HTTP/1.1 ").count <= 1, "\(received)")
    }
}
