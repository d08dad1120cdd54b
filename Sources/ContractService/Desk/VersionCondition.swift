/// A sender's condition on the contract's version.
public struct VersionCondition: Sendable, Hashable {
    /// The acceptable versions; nil means any.
    private let versions: Set<Int>?
    /// Whether the sender also named a version of another log or incarnation.
    private let namesOtherIncarnation: Bool

    /// Accepts any version.
    public static let any = VersionCondition(versions: nil, namesOtherIncarnation: false)

    /// Accepts one of these versions; an empty set accepts none.
    public static func among(_ versions: Set<Int>, namesOtherIncarnation: Bool = false) -> Self {
        VersionCondition(versions: versions, namesOtherIncarnation: namesOtherIncarnation)
    }

    /// - Throws: `ServiceError.preconditionFailed`; `ServiceError.otherIncarnation` when the sender's version belongs to another history.
    func check(_ version: Int) throws(ServiceError) {
        guard let versions, !versions.contains(version) else { return }
        throw namesOtherIncarnation ? .otherIncarnation : .preconditionFailed(version: version)
    }
}
