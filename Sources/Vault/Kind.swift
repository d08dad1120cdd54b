/// What a record is about. A person has at most one of each.
public enum Kind: Hashable, Sendable {
    /// Who the person is and how to reach them.
    case identity
    /// The account that a mandate is for.
    case bankDetails(mandateReference: String)
}

extension Kind {
    init?(name: String, reference: String) {
        switch name {
        case "identity" where reference.isEmpty: self = .identity
        case "bankDetails": self = .bankDetails(mandateReference: reference)
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .identity: "identity"
        case .bankDetails: "bankDetails"
        }
    }

    var reference: String {
        switch self {
        case .identity: ""
        case .bankDetails(let mandateReference): mandateReference
        }
    }
}
