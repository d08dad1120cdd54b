/// Why a browser that comes back from the provider is not signed in. For the log: contains nothing of the request.
public enum SignInRefusal: String, Error, Sendable, CaseIterable {
    /// This browser has no open sign-in: another browser began it, or it is already finished.
    case notStarted
    /// The sign-in was begun more than ten minutes ago.
    case tooLate
    /// The `state` is not that of the sign-in that this browser began.
    case state
    /// The answer names another issuer, or lacks the issuer that the provider's metadata promises.
    case issuer
    /// The provider refused to sign the person in.
    case refusedByProvider
    /// The answer holds no code.
    case codeMissing
    /// The provider refused the code.
    case code
    /// The provider gave no ID token.
    case idTokenMissing
    /// This sign-in already gave a session.
    case replayed
}
