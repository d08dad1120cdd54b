import Crypto
import FoundationEssentials
import PrivatePostgres
import Seals

/// The directory of a private PostgreSQL and of the vault's master key.
struct DataDirectory {
    let path: String
    /// The directory that PostgreSQL cannot reach, if `path` had to be another place because of it.
    let closed: String?

    /// The directory that the settings name, otherwise `.maintien` in the current directory. When root works in a directory that the user
    /// `postgres` cannot reach, such as one below /root, a directory in /var/lib stands for it.
    init(_ settings: Settings) {
        let usual = ".maintien"
        let current = FileManager.default.currentDirectoryPath
        // Existing data are never ignored: the server then reports why it cannot start on them.
        if let named = settings.text("data") {
            (path, closed) = (named, nil)
        } else if let closed = PrivatePostgres.obstacle(to: usual), !FileManager.default.fileExists(atPath: "\(usual)/data") {
            let digest = SHA256.hash(data: Array(current.utf8)).prefix(4).hexadecimal
            self.closed = closed
            path = "/var/lib/maintien/\(current.split(separator: "/").last ?? "root")-\(digest)"
        } else {
            (path, closed) = (usual, nil)
        }
    }
}
