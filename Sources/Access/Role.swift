/// What a caller is to the insurer. One claim of a token gives one role; each route names the roles that may call it.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Manages contracts.
    case clerk
    /// Manages contracts, and decides what one clerk alone may not.
    case supervisor
    /// Reads, and checks what others did.
    case auditor
    /// Employs agents: sees what is owed for them.
    case employer
    /// Holds a contract: sees that contract.
    case agent
    /// Runs the service: sees no contract.
    case `operator`
}
