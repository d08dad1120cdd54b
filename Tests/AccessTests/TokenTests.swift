import JSON
import Testing
import TokenTesting

@testable import Access

/// Each rule on tokens, with tokens of another library.
@Suite(.timeLimit(.minutes(10))) struct TokenTests {
    let tokens: MadeTokens

    init() async throws { tokens = try await MadeTokens.made.value }

    private func keys(takingKeysWithoutAlgorithm: Bool = false) async throws -> PublishedKeys {
        try await PublishedKeys(parsing: tokens.keys, takingKeysWithoutAlgorithm: takingKeysWithoutAlgorithm)
    }

    private func check(_ token: [UInt8], _ rules: TokenRules = TokenRules.tested, with keys: PublishedKeys) throws(TokenRefusal)
        -> TokenClaims
    {
        try rules.check(try SignedToken(token), with: keys, now: tokens.now)
    }

    @Test func `good tokens tell who calls, whatever other keys are published`() async throws {
        let keys = try await keys()
        #expect(tokens.good.count == 11)
        for (name, token) in tokens.good {
            let claims = try #require(try? check(token, with: keys), "\(name)")
            #expect(claims.subject == "subject-1" && claims.role == .clerk && claims.employer == nil, "\(name)")
        }
        #expect(try check(tokens["employer"], with: keys).employer == "0750001A")
    }

    @Test func `bad tokens are refused, each for its own reason`() async throws {
        let keys = try await keys()
        #expect(tokens.bad.count >= 50)
        for bad in tokens.bad {
            let refusal = #expect(throws: TokenRefusal.self, "\(bad.name)") { try check(bad.token, with: keys) }
            #expect(refusal?.rawValue == bad.refusal, "\(bad.name)")
        }
    }

    @Test func `no token that was changed in one place is taken`() async throws {
        let keys = try await keys()
        for (name, token) in tokens.good.prefix(4) {
            for place in token.indices {
                var changed = token
                changed[place] = changed[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
                #expect(throws: TokenRefusal.self, "\(name), \(place)") { try check(changed, with: keys) }
                #expect(throws: TokenRefusal.self, "\(name), \(place)") { try check(Array(token[..<place]), with: keys) }
            }
        }
    }

    @Test func `typ JWT is a matter of policy, and an ID token is never taken`() async throws {
        var rules = TokenRules.tested
        rules.takesPlainType = true
        let keys = try await keys()
        #expect(try check(tokens.plain, rules, with: keys).subject == "subject-1")
        #expect(throws: TokenRefusal.idToken) { try check(tokens["idToken"], rules, with: keys) }
        #expect(throws: TokenRefusal.type) { try check(tokens["idToken"], with: keys) }
    }

    @Test func `a key without alg is a matter of policy, and fits its own kind only`() async throws {
        let keys = try await keys(takingKeysWithoutAlgorithm: true)
        // The first token does not decide the algorithm of the next.
        for token in tokens.withoutAlgorithm + tokens.withoutAlgorithm.reversed() {
            #expect(try check(token, with: keys).subject == "subject-1")
        }
        for bad in tokens.bad where bad.refusal == "keyAlgorithm" {
            #expect(throws: TokenRefusal.keyAlgorithm) { try check(bad.token, with: keys) }
        }
    }

    @Test func `the first role of the map counts`() async throws {
        #expect(try check(tokens["auditorAndClerk"], with: try await keys()).role == .auditor)
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"keys":{}}"#, #"{"keys":[]}"#, #"{"keys":[{"kty":"oct","kid":"a","use":"sig","alg":"HS256","k":"AAAA"}]}"#,
        "{\"keys\":[" + Array(repeating: "{}", count: 65).joined(separator: ",") + "]}",
    ])
    func `a set without a usable key, or with more than 64, is refused`(text: String) async throws {
        await #expect(throws: PublishedKeys.Unreadable.self) {
            _ = try await PublishedKeys(parsing: Array(text.utf8), takingKeysWithoutAlgorithm: true)
        }
    }

    @Test func `a set that shows a private key does not get it used`() async throws {
        let set = try JSON(parsing: tokens.keys)
        let shown = set["keys"]?.array?.compactMap(\.object).map { key -> JSON in
            var key = key
            key["d"] = "AAAA"
            return .object(key)
        }
        await #expect(throws: PublishedKeys.Unreadable.self) {
            _ = try await PublishedKeys(parsing: JSON.object(["keys": .array(shown ?? [])]).bytes(), takingKeysWithoutAlgorithm: true)
        }
    }
}
