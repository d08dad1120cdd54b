/// Signs browsers in at the provider, and keeps their sessions. Its users see it as this: ``OpenIDSignIn``, or a script in its place in tests.
public protocol BrowserSigningIn: Sendable {
    /// The caller of a session that was looked up within the last seconds. Never waits; nil when it has to be looked up.
    func knownCaller(of session: String) -> Caller?

    /// The caller of a session; nil when there is none, or none any more.
    ///
    /// - Throws: ``AccessUnavailable``, or ``ProviderTrouble`` when the role has to be asked for again and the provider does not answer.
    func caller(of session: String) async throws -> Caller?

    /// Ends a session.
    ///
    /// - Returns: whether there was one.
    /// - Throws: ``AccessUnavailable``.
    func end(_ session: String) async throws -> Bool

    /// Ends all sessions of a caller.
    ///
    /// - Returns: how many there were.
    /// - Throws: ``AccessUnavailable``.
    func endAll(of caller: Caller) async throws -> Int

    /// Begins a sign-in.
    ///
    /// - Returns: the provider's address for the browser, and what its cookie has to hold for ten minutes.
    /// - Throws: ``ProviderTrouble``.
    func start(returningTo path: ReturnPath) async throws -> (address: String, cookie: String)

    /// Finishes a sign-in.
    ///
    /// - Parameters:
    ///   - cookie: what the browser's cookie holds.
    ///   - former: the session that the browser had before: it ends.
    /// - Returns: a new session, and the path to return to.
    /// - Throws: a ``SignInRefusal``, a ``TokenRefusal``, ``ProviderTrouble`` or ``AccessUnavailable``.
    func finish(
        _ answer: ProviderAnswer, startedBy cookie: String?, replacing former: String?
    ) async throws -> (session: String, path: ReturnPath)

    /// Where a browser ends its session at the provider; nil when the provider has no such place or does not say it now.
    func signOutAddress() async -> String?
}
