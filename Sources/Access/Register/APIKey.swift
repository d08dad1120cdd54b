public import Postgres

/// A key of a program, as it is listed: without its secret.
public struct APIKey: Sendable, Hashable {
    /// The public part of the key.
    public let id: String
    /// The caller in whose name it calls.
    public let caller: String
    /// What calls with it, in words.
    public let name: String?
    /// The role it gives.
    public let role: Role
    /// The employer's code, for that role.
    public let employer: String?
    /// Who made it; nil when the command line did, for an operator.
    public let createdBy: String?
    /// When it ends of itself.
    public let end: PostgresTimestamp
    /// When it was revoked.
    public let revoked: PostgresTimestamp?
}
