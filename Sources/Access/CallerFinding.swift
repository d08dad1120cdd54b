/// Finds the caller of a bearer token.
public protocol CallerFinding: Sendable {
    /// The caller of a token that was checked before; nil when the token has to be checked. Never waits.
    func knownCaller(with token: [UInt8]) -> Caller?

    /// Whether this token is remembered from a check that it passed: then it is no guess, even if it has expired or was revoked since.
    /// Never waits.
    func hasKnown(_ token: [UInt8]) -> Bool

    /// Checks a token.
    ///
    /// - Throws: a ``TokenRefusal``, or ``AccessUnavailable``.
    func caller(with token: [UInt8]) async throws -> Caller
}
