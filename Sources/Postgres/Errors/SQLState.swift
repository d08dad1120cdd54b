/// PostgreSQL's five-character code of an error; the first two are its class.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// Any code; appendix A of PostgreSQL's manual lists them.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The five characters.
    public var description: String { rawValue }

    /// The class: `23` for the violated constraints, `40` for rolled back transactions.
    public var errorClass: Substring { rawValue.prefix(2) }

    /// Among others, a prepared statement whose tables have changed.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// A NULL where none may be.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// A row refers to one that is not there.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// There is a row with the same key.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A CHECK is not fulfilled.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// A row overlaps another.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// A write in a read-only transaction.
    public static let readOnlyTransaction = SQLState(rawValue: "25006")
    /// An earlier statement of the transaction has failed.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// A prepared statement is gone.
    public static let invalidStatementName = SQLState(rawValue: "26000")
    /// The transaction lost against a concurrent one.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// Transactions waited for each other; this one was chosen to fail.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// The role has no right to it.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// The statement cannot be read.
    public static let syntaxError = SQLState(rawValue: "42601")
    /// There is no such column.
    public static let undefinedColumn = SQLState(rawValue: "42703")
    /// There is no such table.
    public static let undefinedTable = SQLState(rawValue: "42P01")
    /// There is a table of this name.
    public static let duplicateTable = SQLState(rawValue: "42P07")
    /// There is a database of this name.
    public static let duplicateDatabase = SQLState(rawValue: "42P04")
    /// `lock_timeout` passed, or `NOWAIT` would have waited.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// The statement was cancelled, also by its `statement_timeout`.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// The server is stopping, or an administrator ended the connection.
    public static let adminShutdown = SQLState(rawValue: "57P01")
    /// What a function raised that gave no code.
    public static let raiseException = SQLState(rawValue: "P0001")
}
