public import FoundationEssentials

/// In what capacity somebody calls: what they may do, and how far they see.
public enum Capacity: Sendable, Hashable {
    /// Works for the insurer, and sees every contract as far as the roles allow.
    case staff(Set<Role>)
    /// Acts for the employer with this code.
    case employer(code: String)
    /// Holds this contract.
    case agent(contract: UUID)

    /// The roles to act in. A token gives one; the local token of a machine may have several.
    public var roles: Set<Role> {
        switch self {
        case .staff(let roles): roles.subtracting([.employer, .agent])
        case .employer: [.employer]
        case .agent: [.agent]
        }
    }
}
