/// Signs browsers in at the provider and keeps their sessions: ``OpenIDSignIn``, or a script in tests.
public protocol BrowserSigningIn: Sendable {
    /// The caller of a session looked up within the last seconds; nil when it has to be looked up. Never waits.
    func knownCaller(of session: String) -> Caller?

    /// The caller of a session; nil when the session does not exist or has ended.
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
    /// - Returns: the provider's address for the browser, and the text of its cookie, which lasts ten minutes.
    /// - Throws: ``ProviderTrouble``.
    func start(returningTo path: ReturnPath) async throws -> (address: String, cookie: String)

    /// Finishes a sign-in.
    ///
    /// - Parameters:
    ///   - cookie: the text of the browser's cookie.
    ///   - former: the browser's session so far, which ends.
    /// - Returns: a new session, and the path to return to.
    /// - Throws: a ``SignInRefusal``, a ``TokenRefusal``, ``ProviderTrouble`` or ``AccessUnavailable``.
    func finish(
        _ answer: ProviderAnswer, startedBy cookie: String?, replacing former: String?
    ) async throws -> (session: String, path: ReturnPath)

    /// The address at which a browser signs out at the provider; nil when the provider has none or does not answer.
    func signOutAddress() async -> String?
}
