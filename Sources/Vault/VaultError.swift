public import FoundationEssentials

/// Why the vault refuses a request.
public enum VaultError: Error, Hashable, Sendable {
    /// The file of the master key cannot be read or made.
    case masterKeyUnreadable(path: String)
    /// The file of the master key does not hold 32 bytes.
    case masterKeyMalformed(path: String)
    /// The vault belongs to another master key.
    case wrongMasterKey
    /// The record was altered, or moved from another place.
    case damaged(contract: UUID, person: VaultPerson)
    /// One of these people was erased, and never gets a key again.
    case erased
}

extension VaultError: CustomStringConvertible {
    /// For the operator.
    public var description: String {
        switch self {
        case .masterKeyUnreadable(let path): "the master key \(path) cannot be read"
        case .masterKeyMalformed(let path): "the master key \(path) is not 32 bytes long"
        case .wrongMasterKey: "the vault of this database was begun with another master key"
        case .damaged(let contract, let person): "what is kept of \(person) in contract \(contract) does not open: it was altered or moved"
        case .erased: "a person was erased, and nothing is kept of them again"
        }
    }
}
