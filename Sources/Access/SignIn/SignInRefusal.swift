/// Why a browser that comes back from the provider is not signed in. For the log: it holds nothing of the request.
public enum SignInRefusal: String, Error, Sendable, CaseIterable {
    /// This browser began no sign-in: another one did, or this one has come back already.
    case notStarted
    /// The sign-in was begun more than ten minutes ago.
    case tooLate
    /// The `state` is not that of the sign-in that this browser began.
    case state
    /// The answer names another issuer, or none where the provider says that it names itself.
    case issuer
    /// The provider refused to sign the person in.
    case refusedByProvider
    /// The answer holds no code.
    case codeMissing
    /// The provider refused the code.
    case code
    /// The provider gave no ID token.
    case idTokenMissing
    /// This sign-in gave a session already.
    case replayed
}
