/// A migration has waited for a lock for too long, and will be tried again.
public struct MigrationWait: Sendable, Equatable, CustomStringConvertible {
    /// The name of the migration.
    public let migration: String
    /// The sessions that held locks all the time, and on which tables. Empty when none did: then several took turns.
    public let holders: [String]

    /// For the operator.
    public var description: String {
        let holders = holders.isEmpty ? "several sessions in turn" : holders.joined(separator: "; ")
        return "\(migration) waits for a lock, and tries again: held by \(holders)"
    }
}
