/// What stands before the root element of an XML document.
enum Prolog {
    /// Checks that a document is in UTF-8 and has no document type.
    ///
    /// - Parameter head: the first bytes of the document.
    /// - Throws: ``BankFileDefect``.
    static func check(_ head: ArraySlice<UInt8>) throws(BankFileDefect) {
        var rest = head
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest.removeFirst(3) }
        if rest.starts(with: "<?xml".utf8) {
            let declaration = try skip(through: "?>", in: &rest)
            if let encoding = declaration.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/), encoding.1.lowercased() != "utf-8" {
                throw .encoding
            }
        }
        while true {
            rest = rest.drop { [0x09, 0x0A, 0x0D, 0x20].contains($0) }
            if rest.starts(with: "<!--".utf8) {
                rest.removeFirst(4)
                _ = try skip(through: "-->", in: &rest)
            } else if rest.starts(with: "<?".utf8) {
                _ = try skip(through: "?>", in: &rest)
            } else if rest.starts(with: "<!".utf8) {
                throw .documentType
            } else if rest.first == UInt8(ascii: "<") {
                return
            } else {
                throw .notWellFormed
            }
        }
    }

    /// Skips the bytes through a mark, and returns them.
    private static func skip(through mark: StaticString, in rest: inout ArraySlice<UInt8>) throws(BankFileDefect) -> String {
        let mark = mark.withUTF8Buffer { Array($0) }
        guard let place = rest.indices.first(where: { rest[$0...].starts(with: mark) }) else { throw .notWellFormed }
        defer { rest = rest[(place + mark.count)...] }
        return String(decoding: rest[..<place], as: UTF8.self)
    }
}
