/// A statement with its parameters: `"SELECT name FROM person WHERE id = \(id)"` binds `id`. A value never becomes part of the text.
///
/// `\(sql: other)` inserts another `SQL` with its parameters. All other text is fixed at compile time, except for ``init(unsafe:)``.
public struct SQL: Sendable {
    /// The text between the parameters: always one piece more than parameters.
    private(set) var pieces: [String]
    private(set) var parameters = ParameterBuffer()
    /// Whether the connection prepares the statement and keeps it.
    private(set) var isPrepared = true

    /// The text sent to the server, with `$1`, `$2` for parameters.
    public var text: String {
        if pieces.count == 1 { return pieces[0] }
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)"
            text += piece
        }
        return text
    }

    /// A statement from a text made at run time, without parameters. The text must hold no outside input: PostgreSQL executes it.
    public init(unsafe text: String) { pieces = [text] }

    /// A text as a quoted literal, for a statement that takes no parameters. A zero byte, which PostgreSQL accepts in no text, becomes U+FFFD.
    public static func literal(_ text: String) -> String {
        var quoted = text.contains("\\") ? "E'" : "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": quoted += "''"
            case "\\": quoted += "\\\\"
            case "\0": quoted += "\u{FFFD}"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "'"
    }

    /// The same statement, parsed at each run: for a text that a connection rarely runs twice.
    public func unprepared() -> SQL {
        var copy = self
        copy.isPrepared = false
        return copy
    }

    /// Joins statements with `separator` between them: `SQL.joined(conditions, separator: " AND ")`.
    public static func joined(_ parts: [SQL], separator: SQL) -> SQL {
        var joined = StringInterpolation(literalCapacity: 0, interpolationCount: parts.count)
        for (index, part) in parts.enumerated() {
            if index > 0 { joined.appendInterpolation(sql: separator) }
            joined.appendInterpolation(sql: part)
        }
        return SQL(stringInterpolation: joined)
    }

    /// Whether the statement is a COMMIT. If the connection breaks in it, the outcome is unknown.
    var commits: Bool { opens(with: "COMMIT") }

    /// Whether the statement opens a transaction.
    var begins: Bool { opens(with: "BEGIN") }

    /// In letters of either case: a small letter has one bit more than its capital.
    private func opens(with keyword: String) -> Bool { pieces[0].utf8.starts(with: keyword.utf8) { $0 & 0xDF == $1 } }
}

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without parameters, from a literal. For a computed text use ``init(unsafe:)``.
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

        /// Reserves capacity.
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

        /// Inserts another statement, or a part of one.
        public mutating func appendInterpolation(sql: SQL) {
            parameters.append(sql.parameters)
            pieces[pieces.count - 1] += sql.pieces[0]
            pieces += sql.pieces.dropFirst()
        }
    }
}
