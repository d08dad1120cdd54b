import JSON
import RandomTesting

/// Random texts and values.
extension SplitMix {
    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

    mutating func text() -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", "0", "\"", "\\", "/", "\n", "\u{0}", "\u{1f}", "é", "\u{2028}", "😀", "\u{FFFF}", "\u{301}",
        ]
        var text = ""
        for _ in 0..<below(24) { text.unicodeScalars.append(scalars[below(scalars.count)]) }
        return text
    }

    /// A random value, its containers nested at most `depth` deep.
    mutating func json(depth: Int) -> JSON {
        switch below(depth > 0 ? 8 : 5) {
        case 0: return .null
        case 1: return .bool(below(2) == 0)
        case 2: return .integer(Int64(bitPattern: next()) >> Int64(below(64)))
        case 3: return .number(["1.5", "1e19", "-2.5E-3", "18446744073709551616"][below(4)])
        case 4: return .string(text())
        case 5: return .array((0..<below(5)).map { _ in json(depth: depth - 1) })
        default:
            var object = JSON.Object()
            for _ in 0..<below(6) { object[text()] = json(depth: depth - 1) }
            return .object(object)
        }
    }
}
