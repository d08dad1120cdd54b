import Access
@testable import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing

/// An address whose sign-ins fail has to wait, before anything is checked.
@Suite(.timeLimit(.minutes(10)))
struct FailedSignInLimitTests {
    /// Knows one token, one that was checked before, one that was and has to be again, and one that has expired.
    struct Finder: CallerFinding {
        func knownCaller(with token: [UInt8]) -> Caller? { token.elementsEqual("known".utf8) ? ScriptedProvider.clerk : nil }
        func hasKnown(_ token: [UInt8]) -> Bool { token.elementsEqual("good before".utf8) }
        func caller(with token: [UInt8]) async throws -> Caller {
            if token.elementsEqual("expired".utf8) { throw TokenRefusal.expired }
            guard token.starts(with: "good".utf8) else { throw TokenRefusal.signature }
            return ScriptedProvider.clerk
        }
    }

    /// A clock that stands: no wait ends while a slow machine works.
    private let clock = SignInTests.Clock()

    private func api() throws -> TestAPI {
        try TestAPI { configuration in
            configuration.failedSignIns = FailedSignIns { [clock] in clock.now }
            configuration.isBehindProxy = true
            configuration.callers = Finder()
            configuration.provider = provider
        }
    }

    private let provider = ScriptedProvider()

    private func status(_ api: TestAPI, _ path: String = "/openapi.json", as token: String?, from address: String) async throws -> Reply {
        try await api.call(.get, path, headers: .with("X-Forwarded-For", "203.0.113.9, \(address)"), as: token)
    }

    @Test(arguments: ["token", "code", "callback"]) func `the eleventh is refused unseen, of that address alone`(kind: String) async throws
    {
        let api = try api()
        func fail(from address: String) async throws -> Reply {
            switch kind {
            case "token": try await status(api, as: "wrong", from: address)
            case "code": try await status(api, "/docs?code=wrong", as: nil, from: address)
            default: try await status(api, "/sign-in/callback?code=wrong&state=s", as: nil, from: address)
            }
        }
        provider.state.withLock { $0.refusal = SignInRefusal.code }
        for _ in 0..<10 { #expect(try await fail(from: "192.0.2.1").status == 401) }
        let late = try await fail(from: "192.0.2.1")
        #expect(
            late.status == 429 && late.rule == "authentication.tooMany")
        #expect(try await fail(from: "192.0.2.2").status == 401)
        // A good token that has to be checked waits with the others; one that is known does not, nor does one of this machine.
        #expect(try await status(api, as: "good", from: "192.0.2.1").status == 429)
        #expect(try await status(api, as: "known", from: "192.0.2.1").status == 200)
        #expect(try await status(api, as: "good before", from: "192.0.2.1").status == 200)
        #expect(try await status(api, as: TestAPI.token, from: "192.0.2.1").status == 200)
        #expect(try await status(api, as: "good", from: "192.0.2.2").status == 200)
        #expect(try await status(api, "/healthz", as: nil, from: "192.0.2.1").status == 200)
        #expect(try await status(api, as: nil, from: "192.0.2.1").status == 401)
        #expect(late.headers["Retry-After"] == "1")
        clock.move(by: .seconds(1))
        #expect(try await status(api, as: "good", from: "192.0.2.1").status == 200)
        #expect(try await fail(from: "192.0.2.1").status == 401)
        #expect(try await fail(from: "192.0.2.1").headers["Retry-After"] == "2")
    }

    @Test func `what nobody guesses does not count: tokens that expired, ways back that nobody began, images of other sites`() async throws
    {
        let api = try api()
        for _ in 0..<12 {
            #expect(try await status(api, as: "expired", from: "192.0.2.1").status == 401)
            #expect(try await status(api, "/sign-in/callback?code=wrong", as: nil, from: "192.0.2.1").status == 401)
            let headers: HTTPFields = [.xForwardedFor: "192.0.2.1", .init("Sec-Fetch-Dest")!: "image"]
            #expect(try await api.call(.get, "/docs?code=wrong", headers: headers, as: nil).status == 401)
        }
        #expect(try await status(api, as: "good", from: "192.0.2.1").status == 200)
    }

    @Test func `success counts for nothing, and a request without a token neither`() async throws {
        let api = try api()
        for _ in 0..<30 {
            #expect(try await status(api, as: "good", from: "192.0.2.1").status == 200)
            #expect(try await status(api, as: nil, from: "192.0.2.1").status == 401)
        }
        for _ in 0..<10 {
            #expect(try await status(api, as: "good", from: "192.0.2.1").status == 200)
            #expect(try await status(api, as: "wrong", from: "192.0.2.1").status == 401)
        }
        #expect(try await status(api, as: "wrong", from: "192.0.2.1").status == 429)
    }

    @Test func `without a proxy the header is anybody's word, and the connection's address counts`() async throws {
        let api = try TestAPI { configuration in configuration.failedSignIns = FailedSignIns { [clock] in clock.now } }
        try await api.application().test(.live) { client in
            for number in 0..<11 {
                let headers: HTTPFields = [.authorization: "Bearer wrong", .xForwardedFor: "192.0.2.\(number)"]
                try await client.execute(uri: "/docs", method: .get, headers: headers) {
                    #expect($0.status.code == (number < 10 ? 401 : 429))
                }
            }
        }
    }
}
