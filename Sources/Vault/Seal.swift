import Crypto
import FoundationEssentials

/// Encrypts and decrypts a record with its person's key.
enum Seal {
    static func seal(_ record: Record, with key: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(record.content, using: key, authenticating: place(record.contract, record.person, record.kind))
        // Nonce, ciphertext and tag together; nil only for a nonce of non-default length.
        guard let bytes = box.combined else { throw VaultError.damaged(contract: record.contract, person: record.person) }
        return [UInt8](bytes)
    }

    static func open(_ sealed: [UInt8], of contract: UUID, _ person: VaultPerson, _ kind: Kind, with key: SymmetricKey) throws -> Record {
        let box = try AES.GCM.SealedBox(combined: sealed)
        let content = try AES.GCM.open(box, using: key, authenticating: place(contract, person, kind))
        return Record(contract: contract, person: person, kind: kind, content: [UInt8](content))
    }

    /// A name for a sealed record, different after each sealing. It reveals nothing of the content, since each sealing has its own nonce.
    static func tag(_ sealed: [UInt8]) -> String {
        SHA256.hash(data: sealed).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// The record's place as bytes. A length precedes each part, so that two places never have equal bytes.
    private static func place(_ contract: UUID, _ person: VaultPerson, _ kind: Kind) -> [UInt8] {
        ["maintien vault 1", contract.uuidString, person.description, kind.name, kind.reference].flatMap { part in
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian, Array.init) + Array(part.utf8)
        }
    }
}
