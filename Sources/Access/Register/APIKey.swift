public import Postgres

/// A program's key as lists show it: without its secret.
public struct APIKey: Sendable, Hashable {
    /// The public part of the key.
    public let id: String
    /// The caller in whose name the program calls.
    public let caller: String
    /// A description of the program.
    public let name: String?
    /// The role it gives.
    public let role: Role
    /// The employer's code, for the role `employer`.
    public let employer: String?
    /// The caller who made the key; nil for an operator's key made at the command line.
    public let createdBy: String?
    /// When the key expires.
    public let end: PostgresTimestamp
    /// When the key was revoked.
    public let revoked: PostgresTimestamp?
}
