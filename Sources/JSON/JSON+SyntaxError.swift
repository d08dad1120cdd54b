extension JSON {
    /// Why bytes are not a JSON document that this room accepts.
    public enum SyntaxError: Error, Hashable {
        /// The byte at this offset (or the end of the input) does not continue a JSON document.
        case notJSON(offset: Int)
        /// A byte order mark stands at this offset, outside a string.
        case byteOrderMark(offset: Int)
        /// Arrays and objects are nested deeper than this.
        case tooDeep(maximum: Int)
        /// An object names a member twice; the RFC 6901 pointer to that member.
        case duplicateKey(pointer: String)
        /// A string that starts or has an escape at this offset is not Unicode: invalid UTF-8, or a surrogate without its other half.
        case invalidUnicode(offset: Int)
    }
}

extension JSON.SyntaxError {
    /// The same error, told from the value one level up, where this one is found under `token`.
    func under(_ token: @autoclosure () -> String) -> Self {
        if case .duplicateKey(let pointer) = self { .duplicateKey(pointer: JSON.pointer(to: token()) + pointer) } else { self }
    }
}

extension JSON {
    /// One step of an RFC 6901 pointer, escaped: `/effectiveOn`, `/0`, `/a~1b`.
    static func pointer(to token: String) -> String {
        var escaped = "/"
        for character in token.unicodeScalars {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
