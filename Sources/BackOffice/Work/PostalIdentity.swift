import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// Where somebody is reached, as the vault has it.
struct PostalIdentity: Sendable {
    let givenNames: String
    let familyName: String
    let address: String
    let email: String
    let phone: String

    /// - Parameter identity: what the vault holds; nil for nothing.
    init(_ identity: JSON?) {
        func text(_ field: String) -> String { identity?[field]?.string ?? "" }
        (givenNames, familyName, address) = (text("givenNames"), text("familyName"), text("address"))
        (email, phone) = (text("email"), text("phone"))
    }

    /// The lines of the address block, the name first; nil where they do not fit into the window of an envelope.
    ///
    /// The address is broken at its commas. Where that makes too many lines, several parts share one; the last part, the town, never does.
    var block: [String]? {
        let name = [givenNames, familyName].filter { !$0.isEmpty }.joined(separator: " ")
        let parts = [name] + address.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        var lines = parts.flatMap { Self.lines(of: $0) }
        if lines.count > Self.mostLines {
            lines = Self.lines(of: name) + Self.packed(parts.dropFirst().dropLast()) + Self.lines(of: parts[parts.count - 1])
        }
        return lines.count <= Self.mostLines && lines.allSatisfy { $0.count <= Self.mostCharacters } ? lines : nil
    }

    /// What a window shows, by the standard NF Z 10-011: six lines of 38 characters.
    private static let (mostLines, mostCharacters) = (6, 38)

    /// The lines of a text, broken between words. A word that is longer than a line has one of its own.
    private static func lines(of text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).reduce(into: []) { lines, word in add(String(word), to: &lines, after: " ") }
    }

    /// The lines of several parts: as many in each as it holds.
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
