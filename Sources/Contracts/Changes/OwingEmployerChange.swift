public import CivilTime

/// Days on which another employer owes the employer's share.
public struct OwingEmployerChange: Hashable, Sendable {
    /// The days.
    public let period: Period
    /// The employer's code before.
    public let before: String
    /// The employer's code after.
    public let after: String
}
