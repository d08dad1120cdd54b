import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// What must hold of what the vault has of a person, for something else to take its place.
public enum IdentityCondition: Sendable, Hashable {
    /// Nothing.
    case none
    /// Something is held, under one of these tags; under any when `nil`.
    case held(tags: Set<String>?)
    /// Nothing is held.
    case notHeld

    var inVault: Vault.Condition {
        switch self {
        case .none: .none
        case .held(let tags): .present(tags: tags)
        case .notHeld: .absent
        }
    }
}
