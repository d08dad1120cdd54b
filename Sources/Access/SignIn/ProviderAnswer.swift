/// The parameters that a provider sends back with a browser (RFC 6749, 4.1.2; RFC 9207).
public struct ProviderAnswer: Sendable {
    /// The code, which we exchange for tokens.
    public var code: String?
    /// The `state` that we sent.
    public var state: String?
    /// The provider's own identifier: `iss`.
    public var issuer: String?
    /// Why the person is not signed in.
    public var error: String?

    /// An answer with these parameters; nil for an absent one.
    public init(code: String? = nil, state: String? = nil, issuer: String? = nil, error: String? = nil) {
        (self.code, self.state, self.issuer, self.error) = (code, state, issuer, error)
    }
}
