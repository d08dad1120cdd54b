import HTTPTypes
import Hummingbird

extension Request {
    /// The media type among `types` that the client prefers; the first of several equal ones, or without a header.
    ///
    /// - Parameter types: `type/subtype`, in lower case.
    /// - Throws: 406 when the client accepts none.
    func accepted(of types: [String]) throws(Problem) -> String {
        let ranges = headers[values: .accept].flatMap { $0.split(separator: ",") }.compactMap { MediaRange($0) }
        guard !ranges.isEmpty else { return types[0] }
        var best: (type: String, quality: Double)?
        for type in types {
            // The most specific range that matches decides.
            let quality = ranges.filter { $0.matches(type) }.max { $0.precision < $1.precision }?.quality ?? 0
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        guard let best else { throw .notAcceptable(types) }
        return best.type
    }
}

/// An element of an `Accept` header.
private struct MediaRange {
    let type: Substring
    let quality: Double

    init?(_ text: Substring) {
        let parts = text.lowercased().filter { $0 != " " && $0 != "\t" }.split(separator: ";")
        guard let type = parts.first, type.contains("/") else { return nil }
        self.type = type
        quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }

    /// 0 for `*/*`, 1 for `type/*`, 2 for a type.
    var precision: Int { type == "*/*" ? 0 : type.hasSuffix("/*") ? 1 : 2 }

    func matches(_ other: String) -> Bool {
        type == "*/*" || type == other || type.hasSuffix("/*") && other.hasPrefix(type.dropLast())
    }
}
