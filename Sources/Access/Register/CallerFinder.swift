import Crypto
import Postgres
import Synchronization

/// Finds callers by their JWTs and API keys.
public final class CallerFinder: CallerFinding {
    private let issuer: (rules: TokenRules, keys: KeyRing)?
    private let register: CallerRegister
    private let apiKeys: APIKeys
    private let now: @Sendable () -> Double
    private let known = Mutex(KnownCallers(limit: 8192))

    /// How many seconds an API key or an agent's contract is cached before it is checked again.
    private static let memory = 4.0

    /// - Parameters:
    ///   - issuer: the issuer whose JWTs are accepted; nil accepts none.
    ///   - register: the register of callers, in the same database as the API keys.
    ///   - now: seconds since 1970; for tests.
    public init(
        issuer: (rules: TokenRules, keys: KeyRing)?, register: CallerRegister, now: @escaping @Sendable () -> Double = KeyRing.systemTime
    ) {
        self.issuer = issuer
        self.register = register
        apiKeys = APIKeys(register.database)
        self.now = now
    }

    /// The caller of a token that was checked before, unless it has expired or the keys have changed.
    public func knownCaller(with token: [UInt8]) -> Caller? {
        guard token.count <= SignedToken.limit else { return nil }
        let (digest, now, generation) = (SHA256.hash(data: token), now(), issuer?.keys.generation ?? 0)
        return known.withLock { $0.find(digest, at: now, generation: generation) }
    }

    /// Whether this token is in the cache, expired or not.
    public func hasKnown(_ token: [UInt8]) -> Bool {
        guard token.count <= SignedToken.limit else { return false }
        let digest = SHA256.hash(data: token)
        return known.withLock { $0.hasHeld(digest) }
    }

    /// Checks a token of the issuer, or a key.
    public func caller(with token: [UInt8]) async throws -> Caller {
        do {
            if APIKeys.hasForm(token) { return try await callerByKey(token) }
            guard let issuer else { throw TokenRefusal.unknown }
            return try await caller(token, of: issuer.rules, keys: issuer.keys)
        } catch is PostgresError {
            throw AccessUnavailable()
        }
    }

    private func caller(_ token: [UInt8], of rules: TokenRules, keys: KeyRing) async throws -> Caller {
        let signed = try SignedToken(token)
        // Reads the generation and its keys together: when the set changes in between, as at the first token, both are read again.
        var (generation, published) = (keys.generation, await keys.keys(for: signed.keyID))
        while generation != keys.generation { (generation, published) = (keys.generation, await keys.keys(for: signed.keyID)) }
        let claims = try rules.check(signed, with: published, now: now())
        let asked = now()
        let caller = try await register.caller(of: claims, issuer: rules.issuer)
        let end = claims.role == .agent ? min(claims.end, asked + Self.memory) : claims.end
        remember(caller, token, until: end, generation: generation)
        return caller
    }

    private func callerByKey(_ token: [UInt8]) async throws -> Caller {
        let asked = now()
        let caller = try await apiKeys.caller(with: token)
        remember(caller, token, until: asked + Self.memory, generation: nil)
        return caller
    }

    private func remember(_ caller: Caller, _ token: [UInt8], until end: Double, generation: Int?) {
        let digest = SHA256.hash(data: token)
        known.withLock { $0.insert(caller, for: digest, until: end, generation: generation) }
    }
}
