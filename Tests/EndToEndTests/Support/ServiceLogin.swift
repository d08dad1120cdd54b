import FoundationEssentials
import Glibc
import Postgres
import PostgresTesting

/// The URL for a login of a migrated database; the login is made if it is missing.
///
/// - Parameter rights: what `CREATE ROLE` gives it.
func url(
    of login: String = "maintien", with rights: String = "IN ROLE maintien_service", in database: String
) async throws -> String {
    let owner = Database(try PostgresConfiguration(url: database).patient, connections: 1)
    let result: Result<Void, any Error>
    do {
        // Roles belong to the whole cluster: another test may be making it now.
        let statement = "CREATE ROLE \(login) LOGIN \(rights)"
        result = .success(
            try await owner.withSession { session in
                try session.executeScript(
                    "DO $$ BEGIN EXECUTE '\(statement)'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$")
            })
    } catch { result = .failure(error) }
    await owner.shutdown()
    try result.get()
    return database.replacing("postgres@", with: "\(login)@")
}

/// Makes a file that only its owner may read, such as that of a key.
func writeSecret(_ bytes: some Sequence<UInt8>, to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
    guard chmod(path, 0o600) == 0 else { throw Program.Failure(step: "chmod \(path)") }
}
