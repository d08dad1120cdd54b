public import FoundationEssentials

/// Why the vault refuses a request.
public enum VaultError: Error, Hashable, Sendable {
    /// The file of the master key cannot be read or made.
    case masterKeyUnreadable(path: String)
    /// The file of the master key cannot be replaced.
    case masterKeyUnwritable(path: String, reason: String)
    /// The file of the master key holds neither 32 bytes nor the lines of a rotation.
    case masterKeyMalformed(path: String)
    /// The vault belongs to another master key.
    case wrongMasterKey
    /// The key file lacks this epoch of the master key: it is an older copy of the file, or the epoch was destroyed.
    case epochMissing(Int)
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
        case .masterKeyUnwritable(let path, let reason): "the master key \(path) cannot be replaced: \(reason)"
        case .masterKeyMalformed(let path): "the master key \(path) is neither 32 bytes long nor a file of epochs"
        case .wrongMasterKey: "the vault of this database was begun with another master key"
        case .epochMissing(let epoch):
            "the key file lacks epoch \(epoch) of the master key: it is an older copy of the file, or the epoch was destroyed"
        case .damaged(let contract, let person): "what is kept of \(person) in contract \(contract) does not open: it was altered or moved"
        case .erased: "a person was erased, and nothing is kept of them again"
        }
    }
}
