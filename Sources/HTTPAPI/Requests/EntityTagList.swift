/// The value of `If-Match` (RFC 9110, 13.1.1).
enum EntityTagList: Equatable {
    /// `*`, or no header at all.
    case any
    case tags([Tag])

    struct Tag: Equatable {
        let isWeak: Bool
        /// The text between the quotes.
        let opaque: Substring
    }

    /// Reads all lines of a header as one list; nil when malformed.
    init?(_ lines: [String]) {
        guard !lines.isEmpty else {
            self = .any
            return
        }
        var rest = lines.joined(separator: ",")[...]
        var tags: [Tag] = []
        rest.skipSpace()
        if rest.first == "*" {
            rest.removeFirst()
            rest.skipSpace()
            guard rest.isEmpty else { return nil }
            self = .any
            return
        }
        while !rest.isEmpty {
            // A list may have empty members.
            if rest.first != "," {
                guard let tag = Tag(takenFrom: &rest) else { return nil }
                tags.append(tag)
                rest.skipSpace()
                guard rest.isEmpty || rest.first == "," else { return nil }
            }
            rest = rest.dropFirst()
            rest.skipSpace()
        }
        guard !tags.isEmpty else { return nil }
        self = .tags(tags)
    }
}

extension EntityTagList.Tag {
    /// Takes a tag from the start of a text: quoted characters other than quotes, spaces and controls. `W/` marks a weak tag.
    fileprivate init?(takenFrom text: inout Substring) {
        isWeak = text.hasPrefix("W/")
        if isWeak { text = text.dropFirst(2) }
        guard text.first == "\"", let end = text.dropFirst().firstIndex(of: "\"") else { return nil }
        opaque = text[text.index(after: text.startIndex)..<end]
        guard opaque.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
        text = text[text.index(after: end)...]
    }
}

extension Substring {
    fileprivate mutating func skipSpace() { self = drop { $0 == " " || $0 == "\t" } }
}
