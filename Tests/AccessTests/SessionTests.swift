import JSON
import Postgres
import Testing
import TokenTesting

@testable import Access

/// How long the sessions of browsers last, on one service and on several.
@Suite(.timeLimit(.minutes(10))) struct SessionTests {
    /// ID tokens that do not expire while a test moves the clock.
    private static func lasting(_ role: String = "clerk") -> JSON { ["claims": ["exp": 9_000_000_000, "roles": .string(role)]] }

    @Test func `a session ends after 30 idle minutes, and after 10 hours`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service(scopes: "openid offline_access")
            try await test.lie(Self.lasting())
            let idle = try await test.signIn(at: service)
            test.clock.pass(1799)
            #expect(try await service.caller(of: idle) != nil)
            test.clock.pass(1800)
            #expect(service.knownCaller(of: idle) == nil)
            #expect(try await service.caller(of: idle) == nil)

            let busy = try await test.signIn(at: service)
            for _ in 0..<35 {
                test.clock.pass(1000)
                #expect(try await service.caller(of: busy) != nil)
            }
            test.clock.pass(1000)
            #expect(try await service.caller(of: busy) == nil)
            // What has ended long ago is dropped when somebody signs in.
            _ = try await test.signIn(at: service)
            #expect(try await test.counts()[0] == 1)
        }
    }

    @Test func `another service knows a session, and its end within five seconds`() async throws {
        try await SignInUnderTest.run { test in
            let (one, other) = (test.service(), test.service())
            let session = try await test.signIn(at: one)
            #expect(other.knownCaller(of: session) == nil)
            let caller = try await other.caller(of: session)
            #expect(caller != nil && other.knownCaller(of: session) == caller)
            #expect(try await one.end(session))
            #expect(one.knownCaller(of: session) == nil)
            #expect(try await one.caller(of: session) == nil)
            test.clock.pass(4.5)
            #expect(other.knownCaller(of: session) == nil)
            #expect(try await other.caller(of: session) == nil)
            #expect(try await !one.end(session))
        }
    }

    @Test func `each sign-in gives a new session and ends the browser's former one; signing out everywhere ends all`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service()
            var sessions = [try await test.signIn(at: service)]
            for _ in 0..<3 { sessions.append(try await test.signIn(at: service, replacing: sessions[0])) }
            #expect(Set(sessions).count == 4)
            #expect(try await service.caller(of: sessions[0]) == nil)
            let caller = try #require(try await service.caller(of: sessions[1]))
            try await test.lie(["claims": ["sub": "another"]])
            let others = try await test.signIn(at: service)
            // A session that a thief makes up is nobody's.
            for invented in ["", "x", String(repeating: "a", count: 64), sessions[1].uppercased(), String(sessions[1].dropLast())] {
                #expect(try await service.caller(of: invented) == nil)
                #expect(try await !service.end(invented))
            }
            #expect(try await service.endAll(of: caller) == 3)
            for session in sessions { #expect(try await service.caller(of: session) == nil) }
            #expect(try await service.caller(of: others) != nil)
        }
    }

    @Test func `after 15 minutes the role is asked for again; without a refresh token the session ends`() async throws {
        try await SignInUnderTest.run { test in
            let plain = test.service()
            try await test.lie(Self.lasting())
            let ending = try await test.signIn(at: plain)
            test.clock.pass(899)
            #expect(try await plain.caller(of: ending) != nil)
            test.clock.pass(10)
            #expect(try await plain.caller(of: ending) == nil)

            let service = test.service(scopes: "openid offline_access")
            let session = try await test.signIn(at: service)
            let dump = try await test.owner.withSession { session in
                try session.one(
                    "SELECT encode(refresh_token, 'escape') FROM access.session WHERE refresh_token IS NOT NULL", as: String.self)
            }
            try await test.lie(Self.lasting("auditor"))
            test.clock.pass(901)
            let asked = try await service.caller(of: session)
            #expect(asked?.capacity == .staff([.auditor]))
            let token = try #require(try await test.asked("token")["refresh_token"]?.string)
            #expect(!dump.contains(token))
            // The next refresh token is used the next time.
            test.clock.pass(901)
            #expect(try await service.caller(of: session) == asked)
            #expect(try await test.asked("token")["refresh_token"]?.string != token)
        }
    }

    @Test func `of many requests at once one asks for the role, and the others go on`() async throws {
        try await SignInUnderTest.run { test in
            let services = (0..<2).map { _ in test.service(scopes: "openid offline_access") }
            try await test.lie(Self.lasting())
            let session = try await test.signIn(at: services[0])
            test.clock.pass(901)
            // A refresh token is good once at this provider: two who ask would end the session.
            let callers = try await withThrowingTaskGroup(of: Caller?.self) { group in
                for number in 0..<20 { group.addTask { try await services[number % 2].caller(of: session) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(callers.count == 20 && callers.allSatisfy { $0 != nil })
            #expect(try await services[1].caller(of: session) != nil)
        }
    }

    @Test func `a role that is gone ends the session, and a provider that is away does not`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service(scopes: "openid offline_access")
            let endings: [JSON] = [
                ["claims": ["exp": 9_000_000_000, "roles": "guest"]], ["claims": ["exp": 9_000_000_000, "sub": "another"]],
                ["claims": ["exp": 9_000_000_000], "key": "stranger"], ["token": [400, ["error": "invalid_grant"]]], ["token": [200, [:]]],
            ]
            for lies in endings {
                try await test.lie(Self.lasting())
                let session = try await test.signIn(at: service)
                try await test.lie(lies)
                test.clock.pass(901)
                #expect(try await service.caller(of: session) == nil, "\(lies)")
                try await test.lie(Self.lasting())
                #expect(try await service.caller(of: session) == nil, "\(lies)")
            }
            let session = try await test.signIn(at: service)
            try await test.lie(["token": [503, [:]]])
            test.clock.pass(901)
            for _ in 0..<2 { await #expect(throws: ProviderTrouble.self) { _ = try await service.caller(of: session) } }
            #expect(service.knownCaller(of: session) == nil)
            try await test.lie(Self.lasting())
            #expect(try await service.caller(of: session) != nil)
        }
    }

    @Test func `without the database a session is neither taken nor refused`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service()
            let session = try await test.signIn(at: service)
            await test.register.database.shutdown()
            await #expect(throws: AccessUnavailable.self) { _ = try await service.caller(of: session) }
            await #expect(throws: AccessUnavailable.self) { _ = try await service.end(session) }
        }
    }
}
