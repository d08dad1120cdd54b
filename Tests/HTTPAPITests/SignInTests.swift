import Access
@testable import HTTPAPI
import HTTPTypes
import JSON
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Observability
import Synchronization
import Testing

/// A link signs a browser in, once, and only for pages; no token stands in a URL or a cookie.
@Suite(.timeLimit(.minutes(10)))
struct SignInTests {
    /// A clock that a test moves.
    final class Clock: Sendable {
        private let instant = Mutex(ContinuousClock.now)

        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func move(by duration: Duration) { instant.withLock { $0 += duration } }
    }

    let clock = Clock()

    private func api(_ change: (inout Configuration) -> Void = { _ in }) throws -> TestAPI {
        try TestAPI { configuration in
            configuration.signIn = BrowserSignIn { [clock] in clock.now }
            change(&configuration)
        }
    }

    private func code(_ api: TestAPI) -> String { String(api.configuration.signIn.link(for: "operator").dropFirst("/docs?code=".count)) }

    /// Signs a browser in, and returns its cookie header.
    private func signIn(_ api: TestAPI, at page: String = "/docs") async throws -> HTTPFields {
        let redirect = try await api.call(.get, "\(page)?code=\(code(api))", as: nil)
        #expect(redirect.status == 303)
        let cookie = try #require(redirect.headers["Set-Cookie"])
        return .with("Cookie", "other=1; " + cookie.prefix { $0 != ";" })
    }

    @Test(arguments: ["/docs", "/openapi.json"])
    func `a link signs a browser in, for pages only`(page: String) async throws {
        let api = try api()
        let code = code(api)
        let redirect = try await api.call(.get, "\(page)?code=\(code)", as: nil)
        #expect(redirect.status == 303 && redirect.headers["Location"] == page)
        let cookie = try #require(redirect.headers["Set-Cookie"])
        for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=36000"] { #expect(cookie.contains(attribute), "\(cookie)") }
        #expect(cookie.hasPrefix("maintien=") && !cookie.contains("Secure") && !cookie.contains("Domain"))
        #expect(!cookie.contains(code) && !cookie.contains(TestAPI.token))
        let sent = HTTPFields.with("Cookie", "other=1; " + cookie.prefix { $0 != ";" })
        #expect(try await api.call(.get, page, headers: sent, as: nil).status == 200)
        #expect(try await api.call(.head, page, headers: sent, as: nil).status == 200)
        let question = try await api.call(.get, "/v1/contracts/\(TestAPI.contract)/timeline", headers: sent, as: nil)
        let command = try await api.call(.post, "/v1/contracts/\(TestAPI.contract)/resume", "{}", headers: sent, as: nil)
        #expect(question.status == 403 && command.status == 403 && command.rule == "authentication.pagesOnly")
        #expect(api.service.asked.submissions.isEmpty)
    }

    @Test func `over TLS the cookie is bound to this host`() async throws {
        let api = try api()
        let gate = Gate(
            tokens: api.configuration.tokens, signIn: api.configuration.signIn, limits: CallerLimits(),
            cookies: BrowserCookies(isSecure: true))
        let answer = try #require(try await gate.answer(to: "/docs?code=\(code(api))"))
        let cookie = try #require(answer.headers[.setCookie])
        #expect(
            cookie.hasPrefix("__Host-maintien=") && cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"))
    }

    @Test func `a code is good once, and for 60 seconds`() async throws {
        let api = try api()
        let used = code(api)
        #expect(try await api.call(.get, "/docs?code=\(used)", as: nil).status == 303)
        let late = code(api)
        clock.move(by: .seconds(59))
        let inTime = try await api.call(.get, "/docs?code=\(late)", as: nil)
        #expect(inTime.status == 303)
        let old = code(api)
        clock.move(by: .seconds(60))
        for code in [used, late, old, "wrong", "", TestAPI.token] {
            let reply = try await api.call(.get, "/docs?code=\(code)", headers: .with("Accept-Language", "en"), as: nil)
            #expect(reply.status == 401 && reply.rule == "authentication.link" && reply.headers["Set-Cookie"] == nil)
            #expect(reply.headers["WWW-Authenticate"] != nil && reply.json["detail"]?.string?.contains("SIGUSR1") == true)
        }
        #expect(Set((0..<100).map { _ in code(api) }).allSatisfy { $0.count == 64 })
    }

    @Test func `a look that is not a visit leaves the code as it is`() async throws {
        let api = try api()
        let code = code(api)
        #expect(try await api.call(.head, "/docs?code=\(code)", as: nil).status == 401)
        #expect(try await api.call(.post, "/docs?code=\(code)", as: nil).status == 401)
        #expect(try await api.call(.get, "/docs?code=\(code)&next=//evil.example", as: nil).status == 400)
        #expect(try await api.call(.get, "/docs?code=\(code)", as: nil).status == 303)
    }

    @Test(arguments: ["//docs", "///docs", "/docs/", "//docs//", "/%2F/docs", "http://evil.example/docs", "//evil.example/docs"])
    func `the redirection leads to our page and nowhere else`(path: String) async throws {
        let api = try api()
        let reply = try await api.call(.get, "\(path)?code=\(code(api))", as: nil)
        #expect(reply.status == 303 && reply.headers["Location"] == "/docs" || reply.headers["Location"] == nil, "\(reply)")
    }

    @Test func `a session ends after 30 idle minutes, and after 10 hours`() async throws {
        let api = try api()
        let idle = try await signIn(api)
        clock.move(by: .seconds(1799))
        #expect(try await api.call(.get, "/docs", headers: idle, as: nil).status == 200)
        clock.move(by: .seconds(1800))
        #expect(try await api.call(.get, "/docs", headers: idle, as: nil).status == 401)

        let busy = try await signIn(api)
        for _ in 0..<35 {
            clock.move(by: .seconds(1000))
            #expect(try await api.call(.get, "/docs", headers: busy, as: nil).status == 200)
        }
        clock.move(by: .seconds(1000))
        #expect(try await api.call(.get, "/docs", headers: busy, as: nil).status == 401)
    }

    @Test func `there is a bounded number of codes and sessions, and the oldest make room`() {
        let signIn = BrowserSignIn { [clock] in clock.now }
        func code() -> String { String(signIn.link(for: "operator").dropFirst("/docs?code=".count)) }
        let first = signIn.session(for: code()) ?? ""
        clock.move(by: .seconds(1))
        let second = signIn.session(for: code()) ?? ""
        clock.move(by: .seconds(1))
        #expect(signIn.caller(of: first)?.id == "operator")
        for _ in 0..<999 { _ = signIn.session(for: code()) }
        #expect(signIn.caller(of: first) != nil && signIn.caller(of: second) == nil)
        let codes = (0..<17).map { _ in
            clock.move(by: .milliseconds(1))
            return code()
        }
        #expect(codes.map { signIn.session(for: $0) != nil } == [false] + Array(repeating: true, count: 16))
    }

    @Test func `no token opens anything from a URL or a cookie`() async throws {
        let api = try api()
        for path in ["/docs?token=\(TestAPI.token)", "/docs?code=\(TestAPI.token)", "/metrics?code=\(code(api))"] {
            #expect(try await api.call(.get, path, as: nil).status == 401, "\(path)")
        }
        for name in ["maintien", "maintien-token", "__Host-maintien"] {
            #expect(try await api.call(.get, "/docs", headers: .with("Cookie", "\(name)=\(TestAPI.token)"), as: nil).status == 401)
        }
    }
}

extension Gate {
    /// What the gate itself answers to a visit of the documentation.
    fileprivate func answer(to uri: String) async throws -> HTTPAPI.Response? {
        try session(
            for: HTTPAPI.Request(method: .get, target: uri, host: "localhost", headers: [:], body: .whole(ByteBuffer())),
            at: KnownPath(
                [Route(operation: .documentation, answering: .signedIn { _, _ in HTTPAPI.Response(status: .ok) })],
                registry: PrometheusRegistry()),
            from: nil, logger: Logger(label: "test"))
    }
}
