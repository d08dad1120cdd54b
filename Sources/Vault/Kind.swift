/// The kind of a record. A person has at most one record of each kind.
public enum Kind: Hashable, Sendable {
    /// The person's identity and contact details.
    case identity
    /// The account of a mandate.
    case bankDetails(mandateReference: String)
    /// The name and the account of a direct debit, as a run presented it.
    case directDebit(endToEndId: String)
}

extension Kind {
    init?(name: String, reference: String) {
        switch name {
        case "identity" where reference.isEmpty: self = .identity
        case "bankDetails": self = .bankDetails(mandateReference: reference)
        case "directDebit": self = .directDebit(endToEndId: reference)
        default: return nil
        }
    }

    var name: String {
        switch self {
        case .identity: "identity"
        case .bankDetails: "bankDetails"
        case .directDebit: "directDebit"
        }
    }

    var reference: String {
        switch self {
        case .identity: ""
        case .bankDetails(let mandateReference): mandateReference
        case .directDebit(let endToEndId): endToEndId
        }
    }
}
