/// Who may call a route.
public enum Audience: Sendable, Hashable {
    /// Anyone, signed in or not.
    case anyone
    /// Callers with one of these roles. `dryRun`: the roles admitted to a dry run, which records nothing; nil for the same roles.
    case roles(Set<Role>, dryRun: Set<Role>? = nil)

    /// Every caller who is signed in.
    public static let signedIn = Audience.roles(Set(Role.allCases))

    /// The roles that are admitted; nil when everyone is.
    public func roles(isDryRun: Bool = false) -> Set<Role>? {
        guard case .roles(let roles, let dryRun) = self else { return nil }
        return isDryRun ? dryRun ?? roles : roles
    }

    /// Whether a caller in this capacity is admitted.
    public func admits(_ capacity: Capacity, isDryRun: Bool = false) -> Bool {
        guard let roles = roles(isDryRun: isDryRun) else { return true }
        return capacity.has(oneOf: roles)
    }

    /// Whether dry runs and recorded commands admit different roles.
    public var distinguishesDryRun: Bool {
        if case .roles(_, .some) = self { true } else { false }
    }
}

extension Set<Role> {
    /// The roles that record.
    public static let recorders: Self = [.clerk, .supervisor]
    /// The roles that read every contract.
    public static let readers: Self = [.clerk, .supervisor, .auditor]
}
