/// PostgreSQL's five-character error code; the first two characters are its class.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// Any code; appendix A of PostgreSQL's manual lists them.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The class: `23` for violated constraints, `40` for transactions rolled back.
    public var errorClass: Substring { rawValue.prefix(2) }

    /// Among other errors: a prepared statement whose tables have changed.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// A NULL in a column that forbids it.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// A row refers to a missing row.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// Another row has the same key.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A CHECK constraint is violated.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// A row conflicts with another row, by an exclusion constraint.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// A write in a read-only transaction.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// An earlier statement of the transaction has failed.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// A prepared statement no longer exists.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// The transaction conflicted with a concurrent one.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// Transactions waited for each other; this one was aborted.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// The role lacks a right.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// The statement's syntax is wrong.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// The column does not exist.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// The table does not exist.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// A table of this name exists already.
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// A database of this name exists already.
    public static let duplicateDatabase = SQLState(rawValue: "42P04")
    /// `lock_timeout` passed, or `NOWAIT` would have waited.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// The statement was cancelled, or its `statement_timeout` passed.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// The server is stopping, or an administrator ended the connection.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// A function raised an error without a code.
    public static let raiseException = SQLState(rawValue: "P0001")
}
