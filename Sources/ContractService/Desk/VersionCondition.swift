/// What a sender demands of the version of the contract.
public struct VersionCondition: Sendable, Hashable {
    /// The versions that will do; nil: any.
    private let versions: Set<Int>?
    /// Whether the sender also named a version of another log, or of another incarnation of this one.
    private let namesOtherIncarnation: Bool

    /// Any version will do.
    public static let any = VersionCondition(versions: nil, namesOtherIncarnation: false)

    /// One of these versions must be the contract's; without any, no version will do.
    public static func among(_ versions: Set<Int>, namesOtherIncarnation: Bool = false) -> Self {
        VersionCondition(versions: versions, namesOtherIncarnation: namesOtherIncarnation)
    }

    /// - Throws: `ServiceError.preconditionFailed`; `ServiceError.otherIncarnation` when what the sender has read is of another history.
    func check(_ version: Int) throws(ServiceError) {
        guard let versions, !versions.contains(version) else { return }
        throw namesOtherIncarnation ? .otherIncarnation : .preconditionFailed(version: version)
    }
}
