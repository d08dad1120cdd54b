/// What a provider sends back with a browser (RFC 6749, 4.1.2; RFC 9207).
public struct ProviderAnswer: Sendable {
    /// To exchange for tokens.
    public var code: String?
    /// What we sent along.
    public var state: String?
    /// The provider's name for itself: `iss`.
    public var issuer: String?
    /// Why the person is not signed in.
    public var error: String?

    /// An answer with these parameters; nil for those that are absent.
    public init(code: String? = nil, state: String? = nil, issuer: String? = nil, error: String? = nil) {
        (self.code, self.state, self.issuer, self.error) = (code, state, issuer, error)
    }
}
