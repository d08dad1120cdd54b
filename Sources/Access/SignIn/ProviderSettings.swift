/// A deployment's settings for browser sign-in at an OpenID provider. The issuer, keys and roles are those of the access tokens.
public struct ProviderSettings: Sendable {
    /// Our id at the provider.
    public var client: String
    /// Our client secret; nil for a public client.
    public var secret: String?
    /// The address to which the provider sends browsers back. Never derived from a request.
    public var redirectAddress: String
    /// The requested scopes, separated by spaces.
    public var scopes = "openid"
    /// For tests: whether the provider may be at plain `http` on 127.0.0.1.
    public var allowsLoopback = false

    /// The standard settings for a client.
    public init(client: String, secret: String?, redirectAddress: String) {
        self.client = client
        self.secret = secret
        self.redirectAddress = redirectAddress
    }
}
