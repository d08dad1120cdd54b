extension JSON {
    /// Why this module refuses bytes as a JSON document.
    public enum SyntaxError: Error, Hashable {
        /// The byte at this offset (or the end of the input) does not continue a JSON document.
        case notJSON(offset: Int)
        /// There is a byte order mark at this offset, outside a string.
        case byteOrderMark(offset: Int)
        /// Arrays and objects are nested deeper than this.
        case tooDeep(maximum: Int)
        /// An object has two members of the same key; `pointer` is the RFC 6901 pointer to the second.
        case duplicateKey(pointer: String)
        /// Invalid UTF-8 or half a surrogate pair; `offset` is the start of the string or of the escape.
        case invalidUnicode(offset: Int)
    }
}

extension JSON.SyntaxError {
    /// The same error, as seen from the parent value, in which this value is at `token`.
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
