import ContractService
import JSON

/// A person's name and contact details in the vault.
struct PostalIdentity: Sendable {
    let givenNames: String
    let familyName: String
    let address: String
    let email: String
    let phone: String

    /// - Parameter identity: the data in the vault; nil when there is none.
    init(_ identity: JSON?) {
        func text(_ field: String) -> String { identity?[field]?.string ?? "" }
        (givenNames, familyName, address) = (text("givenNames"), text("familyName"), text("address"))
        (email, phone) = (text("email"), text("phone"))
    }

    /// The lines of the address block, the name first; nil when they do not fit the window of an envelope.
    ///
    /// The address is split at its commas. If that makes too many lines, several parts share a line, except the last part, the town.
    var block: [String]? {
        let name = [givenNames, familyName].filter { !$0.isEmpty }.joined(separator: " ")
        let parts = [name] + address.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        var lines = parts.flatMap { Self.lines(of: $0) }
        if lines.count > Self.mostLines {
            lines = Self.lines(of: name) + Self.packed(parts.dropFirst().dropLast()) + Self.lines(of: parts[parts.count - 1])
        }
        return lines.count <= Self.mostLines && lines.allSatisfy { $0.count <= Self.mostCharacters } ? lines : nil
    }

    /// The size of the window by the standard NF Z 10-011: six lines of 38 characters.
    private static let (mostLines, mostCharacters) = (6, 38)

    /// The lines of a text, split between words. A word longer than a line has a line of its own.
    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).reduce(into: []) { lines, word in add(String(word), to: &lines, after: " ") }
    }

    /// The lines of several parts, each line filled as far as possible.
    private static func packed(_ parts: ArraySlice<String>) -> [String] {
        parts.flatMap { lines(of: $0) }.reduce(into: []) { lines, part in add(part, to: &lines, after: ", ") }
    }

    private static func add(_ text: String, to lines: inout [String], after separator: String) {
        if let last = lines.last, last.count + separator.count + text.count <= mostCharacters {
            lines[lines.count - 1] = last + separator + text
        } else {
            lines.append(text)
        }
    }
}
