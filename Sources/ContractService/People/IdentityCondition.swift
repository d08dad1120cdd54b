import FoundationEssentials
import Vault

/// A condition on a person's stored identity, for replacing it.
public enum IdentityCondition: Sendable, Hashable {
    /// No condition.
    case none
    /// An identity exists, and its tag is one of `tags`; any tag when `nil`.
    case held(tags: Set<String>?)
    /// No identity exists.
    case notHeld

    var inVault: Vault.Condition {
        switch self {
        case .none: .none
        case .held(let tags): .present(tags: tags)
        case .notHeld: .absent
        }
    }
}
