import CivilTime
public import Contracts

/// What projections follow from besides the log.
public struct ProjectionRules: Sendable {
    /// The schemes with their parameters.
    public let schemes: Schemes
    /// What stands for them, and for the form of the rows: projections that carry another mark were made by other rules.
    public let mark: [UInt8]

    /// The form of the rows and the rules in code: one more whenever the same log makes other rows.
    private static let revision: UInt8 = 3
    /// The last instant at which a parameter becomes known; `nil` when all always were.
    let lastLearnt: Instant?

    /// - Parameter digest: what stands for the schemes, such as a hash of their files.
    public init(schemes: Schemes, digest: [UInt8]) {
        self.schemes = schemes
        lastLearnt = schemes.lastLearnt
        mark = [Self.revision] + digest
    }
}
