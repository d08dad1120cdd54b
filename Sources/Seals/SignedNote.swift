/// A text with signatures, as C2SP's `signed-note` has it: the text, an empty line, and a line for each signature.
public struct SignedNote: Hashable, Sendable {
    /// The text, which ends with a newline. It means nothing before a signature of a known key is proved.
    public let text: String
    /// The signatures, in the order of their lines.
    public private(set) var signatures: [NoteSignature]

    /// A longer note is refused.
    static let maximum = 16 << 10

    init(text: String, signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note. Proves no signature.
    public init(parsing bytes: [UInt8]) throws(NoteTrouble) {
        let newline = UInt8(ascii: "\n")
        // The last empty line ends the text.
        guard bytes.count <= SignedNote.maximum, bytes.allSatisfy({ $0 >= 0x20 || $0 == newline }), bytes.last == newline,
            let gap = bytes.indices.dropLast().last(where: { bytes[$0] == newline && bytes[$0 + 1] == newline }),
            let text = String(validating: bytes[...gap], as: UTF8.self),
            let lines = String(validating: bytes[(gap + 2)...].dropLast(), as: UTF8.self)
        else { throw .noNote }
        var signatures: [NoteSignature] = []
        for line in lines.split(separator: "\n", omittingEmptySubsequences: false) {
            signatures.append(try NoteSignature(parsing: line))
        }
        self.init(text: text, signatures: signatures)
    }

    /// The note's bytes.
    public var bytes: [UInt8] { Array((text + "\n" + signatures.map(\.line).joined()).utf8) }

    /// The same note with one more signature.
    public func signed(by signature: NoteSignature) -> SignedNote { SignedNote(text: text, signatures: signatures + [signature]) }

    /// Whether a key may have this name.
    static func isName(_ name: some StringProtocol) -> Bool {
        !name.isEmpty && !name.contains { $0.isWhitespace || $0.isNewline || $0 == "+" }
    }
}
