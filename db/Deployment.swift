public import Postgres

/// What a database is for. Everything that must never happen to members' real contracts asks here first.
public enum Deployment {
    /// Whether the database is a sandbox, which may be emptied.
    public static func isSandbox(in session: Session) throws -> Bool {
        try session.first("SELECT is_sandbox FROM maintien.deployment", as: Bool.self) ?? false
    }

    /// Makes a database a sandbox, for good. Only its owner can, and only while its log is empty; a sandbox stays one.
    /// - Returns: Whether it is a sandbox now.
    public static func makeSandbox(in session: Session) throws -> Bool {
        try session.execute(
            """
            UPDATE maintien.deployment SET is_sandbox = true
            WHERE is_sandbox OR NOT EXISTS (SELECT FROM log.event)
            """) == 1
    }

    /// Removes every contract and all that is known of people from a sandbox, and lets its log begin again. Only its owner can.
    /// - Throws: `NotASandbox`.
    public static func emptySandbox(in session: Session) throws {
        guard try isSandbox(in: session) else { throw NotASandbox() }
        let statements: [SQL] = [
            "TRUNCATE log.event, log.idempotency, vault.record, vault.person",
            "UPDATE log.head SET position = 0, hash = decode(repeat('00', 32), 'hex'), recorded_at = NULL",
        ]
        _ = try session.pipeline(statements.map(Statement.execute))
    }

    /// The database holds real contracts.
    public struct NotASandbox: Error, CustomStringConvertible {
        /// For the operator.
        public var description: String { "the database is not a sandbox, and is not emptied" }
    }
}
