public import Postgres

/// A version of the projections in a database, as a program with its own rules sees it.
public struct DeployedVersion: Sendable, Hashable {
    /// Its number.
    public let version: Int
    /// The log position up to which events are projected.
    public let position: Int64
    /// Whether it is the version in use. The other one is kept for a rollback, and for programs whose rules made it.
    public let isInUse: Bool
    /// Whether the program's rules made it, or no rules yet and it is in use.
    public let isOwn: Bool
    /// Whether other rules made it. No rules made a version that never had an event: a rollback can use it.
    public let isOfOtherRules: Bool
}

extension Portfolio {
    /// The version in use, then the previous one if there is one.
    ///
    /// - Parameter rules: the program's.
    public static func deployedVersions(for rules: ProjectionRules, in session: Session) throws -> [DeployedVersion] {
        let current = try ProjectionVersion.current(in: session)
        let versions = [current, try ProjectionVersion.inState(.previous, in: session)].compactMap(\.self)
        return versions.map { version in
            let isInUse = version.checkpoint.version == current.checkpoint.version
            return DeployedVersion(
                version: version.checkpoint.version, position: version.checkpoint.position, isInUse: isInUse,
                isOwn: version.mark.map { $0 == rules.mark } ?? isInUse, isOfOtherRules: version.mark.map { $0 != rules.mark } ?? false)
        }
    }

    /// Checks that every server of the projections answers, and has ended the changes of the version that a program with these rules reads.
    ///
    /// - Throws: a `PostgresError` unless they have.
    public static func requireSettled(for rules: ProjectionRules, in session: Session) throws {
        try ProjectionVersion.requireSettled(marked(in: session, by: rules).0.version, in: session)
    }
}
