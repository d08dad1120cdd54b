import Billing
import FoundationEssentials

/// A place in the list of work about money: behind a line, or before the first.
struct MoneyWorkCursor: Hashable, Sendable, LosslessStringConvertible {
    /// With what the `after` of a page begins among the work about money.
    static let prefix = "money_"

    /// The part of the list; `nil` before the first.
    let part: MoneyWorkPart?
    /// The key of the last line, in its part.
    let key: String

    /// Before the first line.
    static let start = MoneyWorkCursor(part: nil, key: "")

    init(part: MoneyWorkPart?, key: String) {
        self.part = part
        self.key = key
    }

    init?(_ text: String) {
        guard text.hasPrefix(Self.prefix) else { return nil }
        let rest = text.dropFirst(Self.prefix.count)
        if rest.isEmpty {
            self = .start
            return
        }
        guard let bytes = Self.bytes(rest), let content = String(validating: bytes, as: UTF8.self) else { return nil }
        let parts = content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let kind = MoneyWorkKind(rawValue: parts[0]), !content.utf8.contains(0) else { return nil }
        part = MoneyWorkPart(kind: kind, scheme: parts[1])
        key = parts[2]
    }

    /// Kind, scheme and key in hexadecimal digits: names of schemes and codes of employers can have any letters.
    var description: String {
        guard let part else { return Self.prefix }
        return Self.prefix + hexadecimal("\(part.kind.rawValue)\n\(part.scheme)\n\(key)".utf8)
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case 0x30...0x39: digit - 0x30
            case 0x61...0x66: digit - 0x57
            default: nil
            }
        }
        guard digits.count % 2 == 0, digits.count <= 2000, !digits.contains(nil) else { return nil }
        let values = digits.compactMap(\.self)
        return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
