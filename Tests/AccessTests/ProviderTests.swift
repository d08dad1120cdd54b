import Foundation
import JSON
import Postgres
import Testing
import TokenTesting

@testable import Access

/// What a provider and a browser may do wrong while a person signs in.
@Suite(.timeLimit(.minutes(10))) struct ProviderTests {
    private static let returnPath = ReturnPath("/docs?a=b")!  // a path

    @Test func `a browser signs in by code, PKCE, state and nonce`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service()
            try await test.lie(["at_hash": true])
            let started = try await service.start(returningTo: Self.returnPath)
            let finished = try await service.finish(test.answer(at: started.address), startedBy: started.cookie, replacing: nil)
            #expect(finished.path == Self.returnPath && finished.session.count == 64)
            let caller = try #require(try await service.caller(of: finished.session))
            #expect(caller.capacity == .staff([.clerk]) && caller.id.hasPrefix("c-"))
            #expect(service.knownCaller(of: finished.session) == caller)

            let (asked, token) = (try await test.asked("authorize"), try await test.asked("token"))
            #expect(asked["tenant"] == "1" && asked["response_type"] == "code" && asked["code_challenge_method"] == "S256")
            #expect(asked["redirect_uri"]?.string == SignInUnderTest.redirectAddress && asked["scope"] == "openid")
            let secrets = [asked["state"], asked["nonce"], token["code_verifier"]].compactMap(\.?.string)
            #expect(Set(secrets).count == 3 && secrets.allSatisfy { $0.count == 64 } && asked["client_secret"] == nil)
            #expect(!secrets.contains { started.cookie.contains($0) })
            // The database holds nothing that opens a session.
            let dump = try await test.owner.withSession { try $0.one("SELECT s::text FROM access.session s", as: String.self) }
            #expect(!dump.contains(finished.session) && !secrets.contains { dump.contains($0) })
            #expect(await service.signOutAddress() == test.provider + "/end-session?client_id=maintien%20web")
        }
    }

    @Test func `a public client has no secret, and a secret that is wrong is the operator's trouble`() async throws {
        try await SignInUnderTest.run { test in
            try await test.lie(["claims": ["aud": "public"]])
            let service = test.service(client: "public", secret: nil)
            #expect(try await service.caller(of: test.signIn(at: service)) != nil)
            let misled = test.service(secret: "wrong")
            await #expect(throws: ProviderTrouble("token endpoint: invalid_client")) { _ = try await test.signIn(at: misled) }
        }
    }

    private static let refused: [(lies: JSON, refusal: String)] = [
        (["claims": ["nonce": "other"]], "nonce"), (["without": ["nonce"]], "nonce"),
        (["claims": ["iss": "https://other.example"]], "issuer"),
        (["claims": ["aud": "other"]], "audience"), (["claims": ["aud": ["maintien web", "other"]]], "authorizedParty"),
        (["claims": ["azp": "other"]], "authorizedParty"), (["claims": ["exp": 1_000_000_000]], "expired"),
        (["without": ["exp"]], "expired"),
        (["claims": ["iat": 9_000_000_000]], "issuedAt"), (["without": ["iat"]], "issuedAt"), (["without": ["sub"]], "subject"),
        (["claims": ["at_hash": "AAAA"]], "accessTokenHash"), (["header": ["typ": "at+jwt"]], "type"),
        (["header": ["typ": "logout+jwt"]], "type"), (["header": ["kid": "other"]], "keyUnknown"),
        (["header": ["jku": "https://thief.example/"]], "headerField"),
        (["key": "stranger"], "signature"), (["claims": ["roles": ["guest"]]], "role"), (["claims": ["roles": "agent"]], "agent"),
        // What comes back with the browser.
        (["back": ["iss": "https://other.example"]], "issuer"), (["back": ["iss": nil]], "issuer"), (["back": ["state": "other"]], "state"),
        (["back": ["state": nil]], "state"), (["back": ["error": "access_denied", "code": nil]], "refusedByProvider"),
        (["back": ["error": "access_denied"]], "refusedByProvider"), (["back": ["code": nil]], "codeMissing"),
        (["back": ["code": ""]], "codeMissing"),
        (["back": ["code": "guessed"]], "code"),
        (["metadata": ["authorization_response_iss_parameter_supported": false], "back": ["iss": "x"]], "issuer"),
        // What the token endpoint says.
        (["token": [400, ["error": "invalid_grant"]]], "code"), (["token": [200, ["access_token": "a"]]], "idTokenMissing"),
        (["token": [200, ["id_token": "a.b"]]], "malformed"), (["token": [200, ["id_token": "a.b.c"]]], "malformed"),
    ]

    @Test func `each thing that is wrong is refused for its own reason, and nobody is entered`() async throws {
        try await SignInUnderTest.run { test in
            for (lies, refusal) in Self.refused {
                try await test.lie(lies)
                do {
                    _ = try await test.signIn(at: test.service())
                    Issue.record("taken: \(lies)")
                } catch let error as SignInRefusal { #expect(error.rawValue == refusal, "\(lies)") } catch let error as TokenRefusal {
                    #expect(error.rawValue == refusal, "\(lies)")
                }
            }
            #expect(try await test.counts() == [0, 0])
        }
    }

    @Test func `what providers do otherwise and may is taken`() async throws {
        try await SignInUnderTest.run { test in
            let lies: [JSON] = [
                ["header": ["typ": nil]], ["claims": ["aud": ["maintien web"]]],
                ["claims": ["aud": ["other", "maintien web"], "azp": "maintien web"]], ["claims": ["roles": "auditor"]],
                ["metadata": ["authorization_response_iss_parameter_supported": false], "back": ["iss": nil]],
            ]
            for lies in lies {
                try await test.lie(lies)
                let service = test.service()
                #expect(try await service.caller(of: test.signIn(at: service)) != nil, "\(lies)")
            }
        }
    }

    @Test func `a provider that cannot be trusted or does not answer is a trouble, not a refusal`() async throws {
        try await SignInUnderTest.run { test in
            let lies: [JSON] = [
                ["metadata": ["issuer": "https://other.example"]], ["metadata": ["code_challenge_methods_supported": ["plain"]]],
                ["metadata": ["token_endpoint": "http://other.example/token"]],
                ["metadata": ["authorization_endpoint": "https://a/\r\nX: b"]],
                ["metadata": ["token_endpoint": nil]], ["metadata": ["end_session_endpoint": "javascript:alert(1)"]],
                ["token": [500, [:]]],
                ["token": [302, [:]]], ["token": [200, []]], ["token": [401, ["error": "invalid_client"]]],
            ]
            for lies in lies {
                try await test.lie(lies)
                await #expect(throws: ProviderTrouble.self, "\(lies)") { _ = try await test.signIn(at: test.service()) }
            }
            #expect(try await test.counts() == [0, 0])
        }
    }

    @Test func `only the browser that began a sign-in finishes it, in ten minutes, once`() async throws {
        try await SignInUnderTest.run { test in
            let service = test.service()
            func refusal(_ answer: ProviderAnswer, _ cookie: String?) async -> SignInRefusal? {
                do { _ = try await service.finish(answer, startedBy: cookie, replacing: nil) } catch { return error as? SignInRefusal }
                return nil
            }
            let (victims, thiefs) = (
                try await service.start(returningTo: Self.returnPath), try await service.start(returningTo: Self.returnPath)
            )
            let thiefsAnswer = try await test.answer(at: thiefs.address)
            // The thief has the victim's browser follow the way back of their own sign-in.
            #expect(await refusal(thiefsAnswer, victims.cookie) == .state)
            for cookie in [nil, "", "maintien", "a.b.c"] { #expect(await refusal(thiefsAnswer, cookie) == .notStarted) }
            // Or puts their code where the victim's should stand: PKCE tells.
            var mixed = try await test.answer(at: victims.address)
            mixed.code = thiefsAnswer.code
            #expect(await refusal(mixed, victims.cookie) == .code)
            // A cookie that was changed is another sign-in's.
            let parts = thiefs.cookie.split(separator: ".")
            for changed in ["\(parts[0]).\(Int(parts[1])! + 1).\(parts[2])", "\(parts[0]).\(parts[1]).\(Base64URL.encode("/x".utf8))"] {
                #expect(await refusal(thiefsAnswer, changed) == .state)
            }
            #expect(await refusal(thiefsAnswer, "\(parts[0]).\(parts[1]).\(Base64URL.encode("//x".utf8))") == .notStarted)

            let started = try await service.start(returningTo: Self.returnPath)
            let answer = try await test.answer(at: started.address)
            test.clock.pass(601)
            #expect(await refusal(answer, started.cookie) == .tooLate)
            test.clock.pass(-601)
            let finished = try await service.finish(answer, startedBy: started.cookie, replacing: nil)
            #expect(await refusal(answer, started.cookie) == .code)
            // Also when the provider takes a code twice, and when the session has ended.
            try await test.lie(["replays": true])
            let again = try await service.start(returningTo: Self.returnPath)
            let replayed = try await test.answer(at: again.address)
            _ = try await service.finish(replayed, startedBy: again.cookie, replacing: finished.session)
            #expect(await refusal(replayed, again.cookie) == .replayed)
            #expect(try await service.caller(of: finished.session) == nil)
            #expect(try await service.endAll(of: Caller(id: "nobody", capacity: .local)) == 0)
        }
    }

    @Test(arguments: [
        "//x", "/\\x", "https:/x", "https://x", "http:x", "javascript:alert(1)", "", "docs", " /docs", "/docs ", "/%2F/x", "/%5Cx", "/a//b",
        "/../x",
        "/a/..", "/.", "/docs\r\nX: y", "/docs\u{0}", "/docs\u{9}", "/d\u{e9}", "/docs#x", "/docs?a=\\", "/docs?a=b c", "/@x", "/x:80",
        "///x",
        "/\u{2028}", "\\\\x", "/docs?\n", "/" + String(repeating: "a", count: 2800),
    ])
    func `no other site and no odd spelling is returned to`(text: String) { #expect(ReturnPath(text) == nil) }

    @Test(arguments: ["/", "/docs", "/docs/", "/docs?a=b&c=%C3%A9", "/v1/a-b_c~d.e?x=//y", "/docs?return=https://x/"])
    func `paths of this site are`(text: String) { #expect(ReturnPath(text)?.text == text) }
}
