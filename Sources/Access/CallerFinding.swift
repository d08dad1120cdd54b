/// Finds the caller of a bearer token.
public protocol CallerFinding: Sendable {
    /// The caller of a token that was checked before. Never waits; nil when the token has to be checked.
    func knownCaller(with token: [UInt8]) -> Caller?

    /// Whether a token told a caller when it was checked before, though it may have to be checked again: nobody guesses it. Never waits.
    func hasKnown(_ token: [UInt8]) -> Bool

    /// Checks a token.
    ///
    /// - Throws: a ``TokenRefusal``, or ``AccessUnavailable``.
    func caller(with token: [UInt8]) async throws -> Caller
}
