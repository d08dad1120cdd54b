/// The public keys of those whose signatures count: sealers and witnesses.
public struct SealKeys: Sendable {
    let verifiers: [NoteVerifier]

    /// The keys in `verifiers`.
    public init(_ verifiers: [NoteVerifier]) { self.verifiers = verifiers }

    /// Reads a file of keys: a `vkey` on each line. Empty lines, and those that begin with `#`, are passed over.
    ///
    /// - Throws: `NoteTrouble.malformedKey` also when no line is a sealer's key.
    public init(parsing text: String) throws(NoteTrouble) {
        var verifiers: [NoteVerifier] = []
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            verifiers.append(try NoteVerifier(parsing: String(line)))
        }
        guard verifiers.contains(where: { $0.kind == .seal }) else { throw .malformedKey }
        self.init(verifiers)
    }

    /// These keys and one more.
    public func adding(_ verifier: NoteVerifier) -> SealKeys { SealKeys(verifiers + [verifier]) }
}
