/// What a deployment says of the OpenID provider at which browsers sign in. Its issuer, keys and roles are those of the tokens.
public struct ProviderSettings: Sendable {
    /// Our id at the provider.
    public var client: String
    /// Our secret there; nil for a public client.
    public var secret: String?
    /// Where the provider sends browsers back to. Never made from a request.
    public var redirectAddress: String
    /// The scopes that are asked for, with spaces between.
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
