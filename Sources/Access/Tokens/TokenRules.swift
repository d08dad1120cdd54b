/// What a JWT must say to be taken, as settings give it.
public struct TokenRules: Sendable {
    /// The one issuer, compared byte for byte.
    public var issuer: String
    /// What the audience must hold.
    public var audience: String
    /// The claim that gives the role.
    public var roleClaim = "roles"
    /// Roles by values of that claim. Of several that a token has, the first one here counts.
    public var roles: [(value: String, role: Role)]
    /// The claim that gives an employer's code.
    public var employerClaim = "employer"
    /// Whether `typ` may be `JWT`. A token with a `nonce` is refused then: it is an ID token.
    public var takesPlainType = false
    /// Whether a key without `alg` may be used, with each algorithm that fits its type.
    public var takesKeysWithoutAlgorithm = false
    /// By how many seconds the issuer's clock may differ.
    let skew = 30.0

    /// The standard rules for one issuer.
    public init(issuer: String, audience: String, roles: [(value: String, role: Role)]) {
        self.issuer = issuer
        self.audience = audience
        self.roles = roles
    }
}
