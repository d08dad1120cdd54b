/// Why an access to PostgreSQL failed.
///
/// `description` and `debugDescription` are safe to log: they name codes, constraints, tables and the statement's text, but no values.
/// `message` and `detail` come from the server unchanged and may quote data.
public struct PostgresError: Error, Sendable {
    /// The kind of failure.
    public enum Code: Hashable, Sendable {
        /// The server refused a statement; the transaction did not take effect.
        case server(SQLState)
        /// No connection could be opened. Nothing was sent.
        case unreachable
        /// The server answered false to ``PostgresConfiguration/admission``. Nothing else was sent.
        case notAdmitted
        /// The connection broke; unfinished work has been, or will be, rolled back.
        case connectionLost
        /// The connection broke, and the work may be committed.
        case outcomeUnknown
        /// The server committed, but warned (class 01) that the wait for a synchronous standby was cancelled.
        /// The work is lost if that standby takes over before a later commit reaches it.
        case notReplicated
        /// The deadline passed, or the server did not answer; unfinished work has been, or will be, rolled back.
        case timedOut
        /// The queue of waiting accesses is full. Nothing was sent.
        case poolExhausted
        /// The database was shut down. Nothing was sent.
        case shutDown
        /// A value had another type than requested. Committed work stays committed.
        case decoding
        /// The caller broke a rule of this library, such as a transaction inside another one.
        case misuse
    }

    /// The kind of failure.
    public let code: Code
    /// What happened. A server's message may quote data.
    public let message: String
    /// The server's `DETAIL`; often quotes data.
    public internal(set) var detail: String?
    /// The violated constraint.
    public internal(set) var constraint: String?
    /// The table of the error.
    public internal(set) var table: String?
    /// The column of the error.
    public internal(set) var column: String?
    /// The text of the statement, with `$1` in place of values.
    public internal(set) var statement: String?
    /// The place of a syntax error in the statement, in characters from 1.
    public internal(set) var position: Int?
    /// The function of the server that raised the error.
    var routine: String?

    /// An error raised by this library; `message` must hold no data.
    init(_ code: Code, _ message: String, statement: String? = nil) {
        self.code = code
        self.message = message
        self.statement = statement
    }

    /// The server's error code, if the server answered.
    public var sqlState: SQLState? {
        if case .server(let state) = code { state } else { nil }
    }

    /// Whether a retry of the same transaction may succeed, because it conflicted with a concurrent one.
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

    /// Same as `description`.
    public var debugDescription: String { description }

    /// Messages of these classes only name objects. Class 22 (data exceptions) and P0 (raised by functions) quote values.
    private var messageIsFreeOfData: Bool {
        guard let sqlState else { return true }
        return ["08", "23", "25", "26", "28", "3D", "3F", "40", "42", "53", "55", "57", "58"].contains(sqlState.errorClass)
    }
}

extension PostgresError.Code: CustomStringConvertible {
    /// A short text.
    public var description: String {
        switch self {
        case .server(let state): "SQLSTATE \(state)"
        case .unreachable: "unreachable"
        case .notAdmitted: "not admitted"
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
