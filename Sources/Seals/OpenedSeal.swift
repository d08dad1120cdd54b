public import CivilTime

/// A seal whose signatures were proved.
public struct OpenedSeal: Hashable, Sendable {
    /// A witness's statement: at this instant it had seen this seal go on behind all that it saw before.
    public struct Cosignature: Hashable, Sendable {
        /// The name of the witness's key.
        public let witness: String
        /// To the second.
        public let at: Instant
    }

    /// The name of its file.
    public let file: String
    /// The note.
    public let note: SignedNote
    /// What it says.
    public let seal: LogSeal
    /// By known witnesses.
    public let cosignatures: [Cosignature]

    /// Proves the signatures of a note, and reads its seal. Signatures of unknown keys count for nothing.
    public init(file: String, _ bytes: [UInt8], by keys: SealKeys) throws(NoteTrouble) {
        self.file = file
        note = try SignedNote(parsing: bytes)
        var isSealed = false
        var cosignatures: [Cosignature] = []
        for signature in note.signatures {
            guard let verifier = keys.verifiers.first(where: { $0.hasMade(signature) }) else { continue }
            guard verifier.proves(signature, of: note.text) else { throw .wrongSignature(name: signature.name) }
            switch verifier.kind {
            case .seal: isSealed = true
            case .cosignature:
                if let at = signature.cosignedAt { cosignatures.append(Cosignature(witness: signature.name, at: at)) }
            }
        }
        guard isSealed else { throw .unsigned }
        self.cosignatures = cosignatures
        seal = try LogSeal(parsing: note.text)
    }

    /// Whether a witness has signed it.
    public func isCosigned(by witness: NoteVerifier) -> Bool { note.signatures.contains { witness.hasMade($0) } }
}
