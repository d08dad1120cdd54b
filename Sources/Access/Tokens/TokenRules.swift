/// The rules for accepting a JWT, from the settings.
public struct TokenRules: Sendable {
    /// The only accepted issuer, compared byte for byte.
    public var issuer: String
    /// The text that the audience must contain.
    public var audience: String
    /// The claim that gives the role.
    public var roleClaim = "roles"
    /// Roles by values of `roleClaim`. When a token has several values, the first match in this list counts.
    public var roles: [(value: String, role: Role)]
    /// The claim that gives an employer's code.
    public var employerClaim = "employer"
    /// Whether `typ` may be `JWT`. Such a token with a `nonce` is an ID token, and is refused.
    public var takesPlainType = false
    /// Whether a key without `alg` is accepted, for every algorithm that fits its type.
    public var takesKeysWithoutAlgorithm = false
    /// How many seconds the issuer's clock may differ.
    let skew = 30.0

    /// The standard rules for one issuer.
    public init(issuer: String, audience: String, roles: [(value: String, role: Role)]) {
        self.issuer = issuer
        self.audience = audience
        self.roles = roles
    }
}
