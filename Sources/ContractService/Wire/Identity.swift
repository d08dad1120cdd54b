public import JSON

extension JSON.Shape where Value == JSON {
    /// A person's identity, in the form that the vault stores: these optional fields, and no others.
    public static var identity: Self {
        .object { fields throws(MalformedField) in
            .fields([
                ("familyName", try fields.optional("familyName", .line(1...200)).map { .string($0) }),
                ("birthName", try fields.optional("birthName", .line(1...200)).map { .string($0) }),
                ("givenNames", try fields.optional("givenNames", .line(1...200)).map { .string($0) }),
                ("nir", try fields.optional("nir", .nir).map { .string($0) }),
                ("email", try fields.optional("email", .email).map { .string($0) }),
                ("phone", try fields.optional("phone", .phone).map { .string($0) }),
                ("address", try fields.optional("address", .line(1...500)).map { .string($0) }),
            ])
        }
    }
}

extension JSON.Shape where Value == String {
    /// A text of this length without control characters. The length counts Unicode code points, like JSON Schema.
    static func line(_ length: ClosedRange<Int>) -> Self {
        .text("\(length.lowerBound)…\(length.upperBound) characters, no controls") { text in
            length.contains(text.scalarCount) && !text.holdsControl ? text : nil
        }
    }

    /// A clerk's text. In the log it may have an earlier, wider form.
    static func words(in source: Told.Source) -> Self {
        guard case .command = source else { return .text(0...2000) }
        return .line(0...200)
    }

    /// An e-mail address by its form: a name, `@`, and a domain of at least two parts.
    static var email: Self {
        .text("name@domain.tld, 3…200 characters") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            let labels = parts.last?.split(separator: ".", omittingEmptySubsequences: false) ?? []
            guard 3...200 ~= text.scalarCount, !text.holdsControl, !text.contains(where: \.isWhitespace), parts.count == 2,
                !parts[0].isEmpty, labels.count >= 2, labels.allSatisfy({ !$0.isEmpty })
            else { return nil }
            return text
        }
    }

    /// A telephone number by its form: 3 to 15 digits, an optional leading `+`, and common separators.
    static var phone: Self {
        .text("3…15 digits, + first, SPACE . - / ( ) between") { text in
            let digits = text.utf8.count { (0x30...0x39).contains($0) }
            let isWritten = text.utf8.enumerated().allSatisfy { place, character in
                (0x30...0x39).contains(character) || " .-/()".utf8.contains(character) || place == 0 && character == UInt8(ascii: "+")
            }
            return 3...15 ~= digits && isWritten && text.utf8.count <= 40 ? text : nil
        }
    }
}

extension String {
    /// Whether the text contains a control character: C0, DEL or C1.
    fileprivate var holdsControl: Bool {
        unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}
