import Crypto
import FoundationEssentials

/// How a record is sealed under its person's key.
enum Seal {
    static func seal(_ record: Record, with key: SymmetricKey) throws -> [UInt8] {
        let box = try AES.GCM.seal(record.content, using: key, authenticating: place(record.contract, record.person, record.kind))
        // Nonce, ciphertext and tag in one; nil only for a nonce of another than the default length.
        guard let bytes = box.combined else { throw VaultError.damaged(contract: record.contract, person: record.person) }
        return [UInt8](bytes)
    }

    static func open(_ sealed: [UInt8], of contract: UUID, _ person: VaultPerson, _ kind: Kind, with key: SymmetricKey) throws -> Record {
        let box = try AES.GCM.SealedBox(combined: sealed)
        let content = try AES.GCM.open(box, using: key, authenticating: place(contract, person, kind))
        return Record(contract: contract, person: person, kind: kind, content: [UInt8](content))
    }

    /// A name for a sealed record: another whenever it is sealed again. It tells nothing of the content, since each sealing has a nonce of its own.
    static func tag(_ sealed: [UInt8]) -> String {
        SHA256.hash(data: sealed).prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Where a record belongs, as bytes: every part preceded by its length, so that no two places read alike.
    private static func place(_ contract: UUID, _ person: VaultPerson, _ kind: Kind) -> [UInt8] {
        ["maintien vault 1", contract.uuidString, person.description, kind.name, kind.reference].flatMap { part in
            withUnsafeBytes(of: UInt32(part.utf8.count).bigEndian, Array.init) + Array(part.utf8)
        }
    }
}
