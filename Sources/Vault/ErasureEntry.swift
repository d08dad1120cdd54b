import Crypto
public import FoundationEssentials
public import Postgres

/// An entry of the register of erasures.
public struct ErasureEntry: Sendable, Hashable {
    /// Counted from 1.
    public let number: Int64
    /// When the person was erased, in microseconds since 1970.
    public let at: Int64
    /// The identifier of the caller who erased the person.
    public let caller: String
    /// The contract.
    public let contract: UUID
    /// The person.
    public let person: VaultPerson
    /// The position of the erasure's event.
    public let position: Int64
    /// SHA-256 over the hash of the entry before and the other fields.
    public let hash: [UInt8]

    /// The person, of the contract.
    public var owner: Vault.Owner { Vault.Owner(contract: contract, person: person) }

    /// An entry.
    public init(number: Int64, at: Int64, caller: String, contract: UUID, person: VaultPerson, position: Int64, hash: [UInt8]) {
        (self.number, self.at, self.caller, self.contract) = (number, at, caller, contract)
        (self.person, self.position, self.hash) = (person, position, hash)
    }

    /// The whole register, in order.
    public static func all(in session: Session) throws -> [ErasureEntry] {
        try session.query("SELECT number, at, caller, contract_id, person, position, hash FROM vault.erasure ORDER BY number") { row in
            let contract = try row.value(at: 3, as: UUID.self)
            guard let person = VaultPerson(try row.value(at: 4, as: String.self)) else {
                throw VaultError.damaged(contract: contract, person: .holder)
            }
            return ErasureEntry(
                number: try row.value(at: 0), at: try row.value(at: 1, as: PostgresTimestamp.self).microsecondsSince1970,
                caller: try row.value(at: 2), contract: contract, person: person, position: try row.value(at: 5), hash: try row.value(at: 6)
            )
        }
    }

    /// Whether the entries are a whole register up to its last entry here: numbers and hashes are right.
    public static func areWhole(_ entries: [ErasureEntry]) -> Bool {
        var previous = [UInt8](repeating: 0, count: 32)
        for (index, entry) in entries.enumerated() {
            let line =
                "\(entry.number) \(entry.at) \(entry.contract.uuidString.lowercased()) \(entry.person) \(entry.position) \(entry.caller)"
            guard entry.number == Int64(index) + 1, entry.hash == Array(SHA256.hash(data: previous + Array(line.utf8))) else {
                return false
            }
            previous = entry.hash
        }
        return true
    }
}
