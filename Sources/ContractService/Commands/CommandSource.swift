import JSON

/// The source of a command: the `source` of its body, stored with its events.
public struct CommandSource: Hashable, Sendable {
    /// How the command reached the insurer.
    public let channel: Channel
    /// The reference of its document in the archive.
    public let reference: String?

    /// The ways in which a command reaches the insurer.
    public enum Channel: String, CaseIterable, Sendable {
        case post, phone, portal, file, counter
    }

    /// The maximum length of a reference.
    public static let longestReference = 64
    /// The characters allowed in a reference, as a regular expression's class.
    public static let referenceCharacters = "A-Za-z0-9._:/-"

    /// The source as JSON.
    var json: JSON {
        .fields([("channel", JSON(channel)), ("reference", reference.map { .string($0) })])
    }

    func tell(_ fields: inout some FieldWriter) {
        fields.put("channel", channel)
        if let reference { fields.put("reference", reference) }
    }

    fileprivate static func acceptsReference(_ text: String) -> Bool {
        1...longestReference ~= text.utf8.count
            && text.utf8.allSatisfy { character in
                switch character {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "._:/-".utf8.contains(character)
                }
            }
    }
}

extension JSON.Shape where Value == CommandSource {
    static var commandSource: Self {
        .object { fields throws(MalformedField) in
            CommandSource(
                channel: try fields.required("channel", .oneOf()), reference: try fields.optional("reference", .archiveReference))
        }
    }
}

extension JSON.Shape where Value == String {
    fileprivate static var archiveReference: Self {
        .text("1…\(CommandSource.longestReference) × A-Z a-z 0-9 . _ : / -") { CommandSource.acceptsReference($0) ? $0 : nil }
    }
}
