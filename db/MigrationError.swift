/// Why a migration failed. The database is unchanged.
public enum MigrationError: Error, Equatable, CustomStringConvertible {
    /// The script or name of an applied migration differs from the one in this executable.
    case changed(name: String)
    /// The database has a migration that this executable does not know: a newer executable applied it.
    case unknown(name: String)

    /// For the operator; names the migration.
    public var description: String {
        switch self {
        case .changed(let name): "the migration \(name) is not the one that was applied to this database"
        case .unknown(let name): "the database has the migration \(name), which this version of the program does not know"
        }
    }
}
