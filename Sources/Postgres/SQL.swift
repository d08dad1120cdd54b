/// A statement with its parameters: `"SELECT name FROM person WHERE id = \(id)"` binds `id`; no value ever becomes part of the text.
///
/// `\(sql: other)` puts another `SQL` in, parameters included. All other text is known when the program is compiled, but for that of ``init(unsafe:)``.
public struct SQL: Sendable {
    /// The text around the parameters: one piece more than there are parameters.
    private(set) var pieces: [String]
    private(set) var parameters = ParameterBuffer()
    /// Whether the connection keeps a prepared statement for the text.
    private(set) var isPrepared = true

    /// The statement as sent, with `$1`, `$2` for its parameters.
    public var text: String {
        if pieces.count == 1 { return pieces[0] }
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)"
            text += piece
        }
        return text
    }

    /// A statement of a text made while the program runs, without parameters. It must hold nothing that comes from outside: PostgreSQL carries it out.
    public init(unsafe text: String) { pieces = [text] }

    /// The statement, parsed again each time: for a text that will hardly be used twice on a connection.
    public func unprepared() -> SQL {
        var copy = self
        copy.isPrepared = false
        return copy
    }

    /// Puts the statements after one another, with `separator` between them: `SQL.joined(conditions, separator: " AND ")`.
    public static func joined(_ parts: [SQL], separator: SQL) -> SQL {
        var joined = StringInterpolation(literalCapacity: 0, interpolationCount: parts.count)
        for (index, part) in parts.enumerated() {
            if index > 0 { joined.appendInterpolation(sql: separator) }
            joined.appendInterpolation(sql: part)
        }
        return SQL(stringInterpolation: joined)
    }

    /// Whether the statement ends a transaction for good, so that a connection lost now leaves its outcome unknown.
    var commits: Bool { opens(with: "COMMIT") }

    /// Whether the statement begins a transaction that does not end with it.
    var begins: Bool { opens(with: "BEGIN") }

    private func opens(with keyword: String) -> Bool { pieces[0].prefix(keyword.count).uppercased() == keyword }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without parameters, for the compiler alone: a computed text goes by ``init(unsafe:)``.
    public init(stringLiteral text: String) { pieces = [text] }

    /// A statement with the parameters of its literal.
    public init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
        parameters = stringInterpolation.parameters
    }

    /// Collects the text and the parameters of a literal.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces = [""]
        fileprivate var parameters = ParameterBuffer()

        /// Makes room.
        public init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(interpolationCount + 1)
        }

        /// Adds to the text.
        public mutating func appendLiteral(_ literal: String) { pieces[pieces.count - 1] += literal }

        /// Binds a value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            parameters.append(value)
            pieces.append("")
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            parameters.append(value)
            pieces.append("")
        }

        /// Puts another statement, or a part of one, in.
        public mutating func appendInterpolation(sql: SQL) {
            parameters.append(sql.parameters)
            pieces[pieces.count - 1] += sql.pieces[0]
            pieces += sql.pieces.dropFirst()
        }
    }
}
