/// A caller's role for the insurer. A claim of the token gives one role; each route names the roles that may call it.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Manages contracts.
    case clerk
    /// Manages contracts, and decides what a clerk may not decide alone.
    case supervisor
    /// Reads, and checks the work of others.
    case auditor
    /// Employs agents, and sees what is owed for them.
    case employer
    /// Holds a contract: sees that contract.
    case agent
    /// Runs the service: sees no contract.
    case `operator`
}
