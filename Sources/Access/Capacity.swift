public import FoundationEssentials

/// The capacity in which a caller acts: what they may do, and what they see.
public enum Capacity: Sendable, Hashable {
    /// Works for the insurer, and sees every contract as far as the roles allow.
    case staff(Set<Role>)
    /// Acts for the employer with this code.
    case employer(code: String)
    /// Holds this contract.
    case agent(contract: UUID)

    /// The holder of a local token of this machine, who may do everything that staff may.
    public static let local = Capacity.staff([.supervisor, .auditor, .operator])

    /// The capacity that one role gives; nil without the employer or the contract that the role needs.
    init?(_ role: Role, employer: String?, contract: UUID?) {
        switch role {
        case .employer:
            guard let employer else { return nil }
            self = .employer(code: employer)
        case .agent:
            guard let contract else { return nil }
            self = .agent(contract: contract)
        case .clerk, .supervisor, .auditor, .operator: self = .staff([role])
        }
    }

    /// The roles of this capacity. A token gives one role; a local token of the machine may give several.
    public var roles: Set<Role> { Set(Role.allCases.filter { has(oneOf: [$0]) }) }

    /// Whether this capacity has one of these roles. Allocates nothing, since every request calls it.
    public func has(oneOf roles: Set<Role>) -> Bool {
        switch self {
        // Staff never act as an employer or an agent, whatever a token says.
        case .staff(let own): own.contains { $0 != .employer && $0 != .agent && roles.contains($0) }
        case .employer: roles.contains(.employer)
        case .agent: roles.contains(.agent)
        }
    }

    /// Whether people's numbers and contact details are masked. They are shown to clerks, supervisors and agents only.
    public var seesPeopleMasked: Bool { !has(oneOf: [.clerk, .supervisor, .agent]) }
}
