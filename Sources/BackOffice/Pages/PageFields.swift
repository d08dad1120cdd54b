import HTML

/// Names and values from a query or from the body of a form.
public struct PageFields: Sendable {
    /// In order. A name may occur several times.
    public private(set) var all: [(name: String, value: String)] = []

    /// No fields.
    public init() {}

    /// Fields from names and values.
    public init(_ all: [(name: String, value: String)]) { self.all = all }

    /// Reads `application/x-www-form-urlencoded` as browsers write it: `+` is a space. Malformed escapes stay unchanged.
    public init(encoded text: String) {
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            all.append((name: Self.decoded(parts[0]), value: parts.count == 2 ? Self.decoded(parts[1]) : ""))
        }
    }

    /// The first value with a name, trimmed; nil when it is missing or empty.
    public subscript(name: String) -> String? {
        guard let value = all.first(where: { $0.name == name })?.value.trimmed, !value.isEmpty else { return nil }
        return value
    }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        let spaced = text.lazy.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        return String(decoding: PercentEncoding.bytes(of: spaced, malformed: .kept) ?? [], as: UTF8.self)
    }
}

extension String {
    /// The text without spaces at either end.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
