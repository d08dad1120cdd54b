public import FoundationEssentials

/// A person of a contract.
public enum VaultPerson: Hashable, Sendable {
    case holder
    case beneficiary(UUID)
}

extension VaultPerson: LosslessStringConvertible {
    /// - Parameter description: `holder`, or the identifier of a beneficiary.
    public init?(_ description: String) {
        if description == "holder" {
            self = .holder
        } else if let id = UUID(uuidString: description) {
            self = .beneficiary(id)
        } else {
            return nil
        }
    }

    /// `holder`, or the beneficiary's identifier in lower case.
    public var description: String {
        switch self {
        case .holder: "holder"
        case .beneficiary(let id): id.uuidString.lowercased()
        }
    }
}
