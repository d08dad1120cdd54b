import CivilTime
public import Contracts

/// The rules that make projections from the log.
public struct ProjectionRules: Sendable {
    /// The schemes with their parameters.
    public let schemes: Schemes
    /// A fingerprint of the schemes and of the rows' format. Projections with another mark were made by other rules.
    public let mark: [UInt8]

    /// The version of the row format and of the rules in code. Raise it whenever the same log makes other rows.
    private static let revision: UInt8 = 3
    /// The last instant at which a parameter becomes known; `nil` when all were known from the start.
    let lastLearnt: Instant?

    /// - Parameter digest: a fingerprint of the schemes, such as a hash of their files.
    public init(schemes: Schemes, digest: [UInt8]) {
        self.schemes = schemes
        lastLearnt = schemes.lastLearnt
        mark = [Self.revision] + digest
    }
}
