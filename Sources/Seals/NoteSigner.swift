public import CivilTime
import Crypto
import FoundationEssentials

/// A private key that signs notes. As a text: `PRIVATE+KEY+name+id+base64`. Never log it.
public struct NoteSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The public key.
    public let verifier: NoteVerifier

    private init(name: String, kind: NoteKeyKind, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = NoteVerifier(name: name, kind: kind, key: key.publicKey)
    }

    /// Makes a new random key.
    ///
    /// - Parameter name: such as `maintien.example.fr/seal`.
    public init(name: String, kind: NoteKeyKind) throws(NoteTrouble) {
        guard SignedNote.isName(name) else { throw .malformedName }
        self.init(name: name, kind: kind, key: Curve25519.Signing.PrivateKey())
    }

    /// Reads a private key.
    public init(parsing text: String) throws(NoteTrouble) {
        let parts = text.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0] == "PRIVATE", parts[1] == "KEY", let material = [UInt8](base64: parts[4]), material.count == 33,
            let kind = NoteKeyKind(rawValue: material[0]),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: material.dropFirst())
        else { throw .malformedKey }
        guard SignedNote.isName(parts[2]) else { throw .malformedName }
        self.init(name: String(parts[2]), kind: kind, key: key)
        guard verifier.keyID.hexadecimal == parts[3] else { throw .malformedKey }
    }

    /// The private key as a text. A secret.
    public var secretText: String {
        "PRIVATE+KEY+\(verifier.name)+\(verifier.keyID.hexadecimal)+\(([verifier.kind.rawValue] + key.rawRepresentation).base64)"
    }

    /// Seals a log.
    public func note(_ seal: LogSeal) throws -> SignedNote {
        let note = SignedNote(text: seal.text, signatures: [])
        return note.signed(by: try signature(of: note.text, at: seal.sealedAt))
    }

    /// Signs a text. The instant, to the second, is a part of a cosignature alone.
    public func signature(of text: String, at instant: Instant) throws -> NoteSignature {
        let bytes: [UInt8]
        switch verifier.kind {
        case .seal: bytes = [UInt8](try key.signature(for: Array(text.utf8)))
        case .cosignature:
            let seconds = UInt64(max(0, instant.microseconds / 1_000_000))
            let signature = try key.signature(for: NoteVerifier.cosigned(text, at: instant))
            bytes = withUnsafeBytes(of: seconds.bigEndian, Array.init) + signature
        }
        return NoteSignature(name: verifier.name, keyID: verifier.keyID, bytes: bytes)
    }
}

extension NoteSigner: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Never the key.
    public var description: String { "NoteSigner \(verifier.name)" }
    /// Never the key.
    public var debugDescription: String { description }
    /// Never the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
