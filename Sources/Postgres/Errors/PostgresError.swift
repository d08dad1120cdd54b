/// Why an access to PostgreSQL failed.
///
/// `description` and `debugDescription` name codes, constraints, tables and the text of the statement, never a parameter or a stored value: they may be logged.
/// `message` and `detail` come from the server unchanged and may quote data.
public struct PostgresError: Error, Sendable {
    /// What kind of failure it is.
    public enum Code: Hashable, Sendable {
        /// The server refused a statement; the transaction did not take effect.
        case server(SQLState)
        /// No connection could be opened. Nothing was sent.
        case unreachable
        /// The connection broke; what was under way has been, or will be, rolled back.
        case connectionLost
        /// The connection broke when the work may already have been committed.
        case outcomeUnknown
        /// The server committed the work with a WARNING of class 01: the wait for a synchronous standby was cancelled. The work is lost when that standby takes
        /// over before a later commit was flushed to it.
        case notReplicated
        /// The deadline passed; what was under way has been rolled back.
        case timedOut
        /// Too many accesses are waiting already. Nothing was sent.
        case poolExhausted
        /// The database was shut down. Nothing was sent.
        case shutDown
        /// A value was not of the type asked for. What was committed stays so.
        case decoding
        /// The caller broke a rule of this library, such as a transaction inside another one.
        case misuse
    }

    /// What kind of failure it is.
    public let code: Code
    /// What happened; from the server it may quote data.
    public let message: String
    /// The server's `DETAIL`; often quotes data.
    public internal(set) var detail: String?
    /// The constraint that was violated.
    public internal(set) var constraint: String?
    /// The table concerned.
    public internal(set) var table: String?
    /// The column concerned.
    public internal(set) var column: String?
    /// The text of the statement, with `$1` in place of values.
    public internal(set) var statement: String?
    /// Where in the statement a syntax error is, in characters from 1.
    public internal(set) var position: Int?
    /// The function of the server that raised the error.
    var routine: String?

    /// An error of this library's own making; `message` must hold no data.
    init(_ code: Code, _ message: String, statement: String? = nil) {
        self.code = code
        self.message = message
        self.statement = statement
    }

    /// The server's code, when the server answered.
    public var sqlState: SQLState? {
        if case .server(let state) = code { state } else { nil }
    }

    /// Whether running the same transaction again may succeed: it lost against a concurrent one.
    public var isConcurrencyConflict: Bool { sqlState == .serializationFailure || sqlState == .deadlockDetected }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Safe to log.
    public var description: String {
        var parts = ["\(code)"]
        if messageIsFreeOfData { parts.append(message) }
        if let constraint { parts.append("constraint \(constraint)") }
        if let table { parts.append("table \(table)") }
        if let column { parts.append("column \(column)") }
        if let position { parts.append("at character \(position)") }
        if let statement { parts.append("in: \(statement.prefix(500))") }
        return parts.joined(separator: "; ")
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// The server's messages of these classes name objects only; those of class 22 (data exceptions) or P0 (raised by functions) quote values.
    private var messageIsFreeOfData: Bool {
        guard let sqlState else { return true }
        return ["08", "23", "25", "26", "28", "3D", "3F", "40", "42", "53", "55", "57", "58"].contains(sqlState.errorClass)
    }
}

extension PostgresError.Code: CustomStringConvertible {
    /// A few words.
    public var description: String {
        switch self {
        case .server(let state): "SQLSTATE \(state)"
        case .unreachable: "unreachable"
        case .connectionLost: "connection lost"
        case .outcomeUnknown: "outcome unknown"
        case .notReplicated: "not replicated"
        case .timedOut: "timed out"
        case .poolExhausted: "pool exhausted"
        case .shutDown: "shut down"
        case .decoding: "decoding"
        case .misuse: "misuse"
        }
    }
}
