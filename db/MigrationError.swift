/// Why a database was not migrated; it is as it was.
public enum MigrationError: Error, Equatable, CustomStringConvertible {
    /// The migration was applied in another wording, or under another name, than the executable has it.
    case changed(name: String)
    /// The database has a migration that this executable does not know: it was migrated by a later one.
    case unknown(name: String)

    /// For the operator; names the migration.
    public var description: String {
        switch self {
        case .changed(let name): "the migration \(name) is not the one that was applied to this database"
        case .unknown(let name): "the database has the migration \(name), which this version of the program does not know"
        }
    }
}
