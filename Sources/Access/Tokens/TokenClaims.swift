/// The claims of a verified token about its bearer.
struct TokenClaims: Sendable, Hashable {
    let subject: String
    let role: Role
    /// The employer's code, for the role `employer`.
    let employer: String?
    /// When the token expires, skew included: seconds since 1970.
    let end: Double
}
