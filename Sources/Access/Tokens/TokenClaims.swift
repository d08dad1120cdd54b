/// What a verified token says of its bearer.
struct TokenClaims: Sendable, Hashable {
    let subject: String
    let role: Role
    /// The employer's code, for that role.
    let employer: String?
    /// Until when it holds, skew included: seconds since 1970.
    let end: Double
}
