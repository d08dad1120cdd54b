import CivilTime
import Crypto
import FoundationEssentials

/// A public key that proves signatures of notes. As a text it is a `vkey`: `name+id+base64`.
public struct NoteVerifier: Sendable {
    /// The name in its signature lines.
    public let name: String
    /// What its signatures say.
    public let kind: NoteKeyKind
    let keyID: [UInt8]
    private let key: Curve25519.Signing.PublicKey

    init(name: String, kind: NoteKeyKind, key: Curve25519.Signing.PublicKey) {
        (self.name, self.kind, self.key) = (name, kind, key)
        let named: [UInt8] = Array(name.utf8) + [0x0A, kind.rawValue] + key.rawRepresentation
        keyID = Array(SHA256.hash(data: named).prefix(4))
    }

    /// Reads a `vkey`.
    public init(parsing text: String) throws(NoteTrouble) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let material = [UInt8](base64: parts[2]), material.count == 33,
            let kind = NoteKeyKind(rawValue: material[0]),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: material.dropFirst())
        else { throw .malformedKey }
        guard SignedNote.isName(parts[0]) else { throw .malformedName }
        self.init(name: String(parts[0]), kind: kind, key: key)
        guard keyID.hexadecimal == parts[1] else { throw .malformedKey }
    }

    /// The key as a `vkey`.
    public var text: String { "\(name)+\(keyID.hexadecimal)+\(([kind.rawValue] + key.rawRepresentation).base64)" }

    /// Whether a signature is of this key, by its name and its id. It may still be wrong.
    func hasMade(_ signature: NoteSignature) -> Bool { signature.name == name && signature.keyID == keyID }

    /// Whether a signature of this key fits a text.
    func proves(_ signature: NoteSignature, of text: String) -> Bool {
        switch kind {
        case .seal: key.isValidSignature(signature.bytes, for: Array(text.utf8))
        case .cosignature:
            signature.cosignedAt.map { instant in
                key.isValidSignature(signature.bytes.dropFirst(8), for: NoteVerifier.cosigned(text, at: instant))
            } ?? false
        }
    }

    /// What a witness signs: a header, the instant in seconds, and the text.
    static func cosigned(_ text: String, at instant: Instant) -> [UInt8] {
        Array("cosignature/v1\ntime \(instant.microseconds / 1_000_000)\n\(text)".utf8)
    }
}
