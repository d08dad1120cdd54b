/// Why a note, a seal or a key is refused.
public enum NoteTrouble: Error, Hashable, Sendable {
    /// The bytes are no signed note.
    case noNote
    /// The note's text is no seal of a log.
    case noSeal
    /// The signature of a known key does not fit the text.
    case wrongSignature(name: String)
    /// No known key of a sealer has signed the note.
    case unsigned
    /// The text is no key of this kind.
    case malformedKey
    /// A key's name is empty, or has white space or a plus sign.
    case malformedName
}

extension NoteTrouble: CustomStringConvertible {
    /// For the operator, to follow the name of a file.
    public var description: String {
        switch self {
        case .noNote: "is no signed note"
        case .noSeal: "is no seal of a log"
        case .wrongSignature(let name): "was changed: the signature of \(name) does not fit it"
        case .unsigned: "is signed by no sealer whose key is known"
        case .malformedKey: "holds no key of this kind"
        case .malformedName: "names a key with white space, a plus sign, or nothing"
        }
    }
}
