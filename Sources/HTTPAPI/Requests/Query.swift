import HTML
import Hummingbird
import JSON

/// The parameters of a query. Refuses unknown, repeated and malformed ones.
struct Query {
    /// The parameters, in the order of the query.
    private let values: [(name: String, value: String)]

    /// Parses the query of a request. `+` stands for itself, since no value here has a space.
    ///
    /// - Parameter ignoresOthers: whether to ignore parameters that are not in `names`.
    /// - Throws: for a parameter that is not in `names`, is given twice or is not percent-encoded UTF-8.
    init(of request: Request, allowing names: [String] = [], ignoresOthers: Bool = false) throws(Problem) {
        try self.init(request.query ?? "", allowing: names, ignoresOthers: ignoresOthers)
    }

    /// Parses the text of a query or of a form.
    init(_ text: Substring, allowing names: [String], ignoresOthers: Bool = false) throws(Problem) {
        var values: [(name: String, value: String)] = []
        var rest = text.utf8
        while !rest.isEmpty {
            let pair = rest[..<(rest.place(of: "&") ?? rest.endIndex)]
            rest = rest[pair.endIndex...].dropFirst()
            if pair.isEmpty { continue }
            let given = Substring(pair[..<(pair.place(of: "=") ?? pair.endIndex)])
            guard let name = given.percentDecoded, names.contains(name) else {
                if ignoresOthers { continue }
                throw .malformed(parameter: String(given.percentDecoded?.prefix(100) ?? given.prefix(100)), .unknown)
            }
            guard let value = Substring(pair[given.endIndex...].dropFirst()).percentDecoded else {
                throw .malformed(parameter: name, .badValue(expected: "UTF-8, %XX"))
            }
            if values.contains(where: { $0.name == name }) { throw .malformed(parameter: name, .duplicate) }
            values.append((name, value))
        }
        self.values = values
    }

    /// A parameter that must be present.
    func required<Value>(_ name: String, _ form: String, _ make: (String) -> Value?) throws(Problem) -> Value {
        guard let value = try optional(name, form, make) else { throw .malformed(parameter: name, .missing) }
        return value
    }

    /// A parameter that may be absent.
    func optional<Value>(_ name: String, _ form: String, _ make: (String) -> Value?) throws(Problem) -> Value? {
        guard let text = values.first(where: { $0.name == name })?.value else { return nil }
        guard let value = make(text) else { throw .malformed(parameter: name, .badValue(expected: form)) }
        return value
    }
}

extension Query {
    /// A link to the next page, `rel="next"`: this query with some parameters set.
    func link(to path: Substring, setting parameters: [(name: String, value: String)]) -> String {
        let others = values.filter { given in !parameters.contains { $0.name == given.name } }
        let query = (others + parameters).map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        return "<\(path)?\(query)>; rel=\"next\""
    }
}

extension String {
    /// The text as a value in a query: percent-encodes all but the unreserved characters of RFC 3986 and `:`.
    var percentEncoded: String {
        var bytes: [UInt8] = []
        PercentEncoding.encode(self, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Substring {
    /// The percent-decoded text; nil when malformed or not UTF-8.
    var percentDecoded: String? {
        if !utf8.contains(UInt8(ascii: "%")) { return String(self) }
        return PercentEncoding.bytes(of: utf8, malformed: .refused).flatMap { String(validating: $0, as: UTF8.self) }
    }
}
