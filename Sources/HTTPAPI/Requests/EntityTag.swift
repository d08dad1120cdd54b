/// A contract's version as HTTP tells it: `"7"`, a strong entity tag.
struct EntityTag: CustomStringConvertible {
    let version: Int

    var description: String { "\"\(version)\"" }
}

/// What `If-Match` demands of the contract's version.
enum VersionCondition: Hashable {
    /// `*`, or no header: any version.
    case any
    case exactly(Int)
    /// Only tags that no version has: weak ones, or other texts.
    case never

    /// Reads the lines of an `If-Match` header, together.
    ///
    /// Nil when they are malformed, or name several versions: a command is decided against one.
    init?(ifMatch lines: [String]) {
        let text = lines.joined(separator: ",").filter { $0 != " " && $0 != "\t" }
        guard !lines.isEmpty, text != "*" else {
            self = .any
            return
        }
        var versions: Set<Int> = []
        for tag in text.split(separator: ",", omittingEmptySubsequences: false) {
            let opaque = tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
            guard opaque.utf8.count >= 2, opaque.first == "\"", opaque.last == "\"", !opaque.dropFirst().dropLast().contains("\"") else {
                return nil
            }
            let value = opaque.dropFirst().dropLast()
            if !tag.hasPrefix("W/"), let version = Int(value), String(version) == value, version >= 0 { versions.insert(version) }
        }
        guard versions.count <= 1 else { return nil }
        self = versions.first.map { .exactly($0) } ?? .never
    }

    /// The version to expect: nil for any, one that no contract has for `never`.
    var expectedVersion: Int? {
        switch self {
        case .any: nil
        case .exactly(let version): version
        case .never: -1
        }
    }
}
