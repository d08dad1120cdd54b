import Postgres

/// Signs browsers in at an issuer's OpenID provider. Uses the keys and the map of roles of that issuer's access tokens.
public final class OpenIDSignIn: BrowserSigningIn {
    private let provider: Provider
    private let rules: TokenRules
    private let keys: KeyRing
    private let register: CallerRegister
    private let sessions: Sessions
    private let now: @Sendable () -> Double

    /// - Parameters:
    ///   - issuer: the issuer whose ID tokens are accepted.
    ///   - register: the register of callers, in the same database as the sessions.
    ///   - now: seconds since 1970; for tests.
    public init(
        _ settings: ProviderSettings, issuer: (rules: TokenRules, keys: KeyRing), register: CallerRegister,
        now: @escaping @Sendable () -> Double = KeyRing.systemTime
    ) {
        let provider = Provider(settings, issuer: issuer.rules.issuer, now: now)
        (self.provider, rules, keys, self.register, self.now) = (provider, issuer.rules, issuer.keys, register, now)
        sessions = Sessions(register.database, now: now) { refreshToken in
            try await Self.bearer(
                of: try await provider.refresh(refreshToken), nonce: nil, client: settings.client, issuer: issuer, register: register,
                now: now)
        }
    }

    /// The cached caller of a session looked up within the last four seconds.
    public func knownCaller(of session: String) -> Caller? { sessions.knownCaller(of: session) }

    /// The caller of a session; nil when the session does not exist or has ended.
    public func caller(of session: String) async throws -> Caller? { try await reporting { try await sessions.caller(of: session) } }

    /// Ends a session.
    public func end(_ session: String) async throws -> Bool { try await reporting { try await sessions.end(session) } }

    /// Ends all sessions of a caller.
    public func endAll(of caller: Caller) async throws -> Int { try await reporting { try await sessions.endAll(of: caller) } }

    /// Begins a sign-in.
    public func start(returningTo path: ReturnPath) async throws -> (address: String, cookie: String) {
        let started = StartedSignIn(returningTo: path, at: now())
        let address = FormEncoding.address(
            try await provider.metadata.authorizationEndpoint,
            adding: [
                ("response_type", "code"), ("client_id", provider.settings.client), ("redirect_uri", provider.settings.redirectAddress),
                ("scope", provider.settings.scopes), ("state", started.state), ("nonce", started.nonce),
                ("code_challenge", started.challenge), ("code_challenge_method", "S256"),
            ])
        return (address, started.cookie)
    }

    /// Finishes a sign-in.
    public func finish(
        _ answer: ProviderAnswer, startedBy cookie: String?, replacing former: String?
    ) async throws -> (session: String, path: ReturnPath) {
        guard let started = cookie.flatMap(StartedSignIn.init(cookie:)) else { throw SignInRefusal.notStarted }
        guard started.isInTime(at: now()) else { throw SignInRefusal.tooLate }
        guard let state = answer.state, started.isState(state) else { throw SignInRefusal.state }
        let namesIssuer = try await provider.metadata.namesIssuer
        guard answer.issuer == nil ? !namesIssuer : answer.issuer == rules.issuer else { throw SignInRefusal.issuer }
        guard answer.error == nil else { throw SignInRefusal.refusedByProvider }
        guard let code = answer.code, !code.isEmpty else { throw SignInRefusal.codeMissing }
        let tokens = try await provider.exchange(code: code, verifier: started.verifier)
        return try await reporting {
            let bearer = try await Self.bearer(
                of: tokens, nonce: started.nonce, client: provider.settings.client, issuer: (rules, keys), register: register, now: now)
            return (try await sessions.begin(bearer, startedHash: started.hash, replacing: former).text, started.path)
        }
    }

    /// The address at which a browser signs out at the provider.
    public func signOutAddress() async -> String? {
        // When the provider does not answer, the session ends in this service only.
        guard let endpoint = try? await provider.metadata.endSessionEndpoint else { return nil }
        return FormEncoding.address(endpoint, adding: [("client_id", provider.settings.client)])
    }

    /// The bearer of the issued tokens.
    private static func bearer(
        of tokens: Provider.IssuedTokens, nonce: String?, client: String, issuer: (rules: TokenRules, keys: KeyRing),
        register: CallerRegister,
        now: @Sendable () -> Double
    ) async throws -> Sessions.Bearer {
        let token = try SignedToken(Array(tokens.idToken.utf8), mayLackType: true)
        let claims = try issuer.rules.check(
            idToken: token, for: client, nonce: nonce, besides: tokens.accessToken, with: await issuer.keys.keys(for: token.keyID),
            now: now())
        let caller = try await register.caller(of: claims, issuer: issuer.rules.issuer)
        return Sessions.Bearer(caller: caller, claims: claims, refreshToken: tokens.refreshToken)
    }

    /// Runs `body`, and throws ``AccessUnavailable`` in place of an error of the database.
    private func reporting<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch is PostgresError { throw AccessUnavailable() }
    }
}
