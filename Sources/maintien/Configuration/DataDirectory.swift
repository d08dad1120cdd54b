import Crypto
import FoundationEssentials
import PrivatePostgres

/// Where a private PostgreSQL and the vault's master key are.
struct DataDirectory {
    let path: String
    /// The directory that keeps PostgreSQL from the usual place, when the path is another one for that.
    let closed: String?

    /// The directory that settings name, else `.maintien` in the current one. Where root works in a directory that the user `postgres` cannot reach, such
    /// as one below /root, it is a directory in /var/lib that belongs to the current one.
    init(_ settings: Settings) {
        let usual = ".maintien"
        let current = FileManager.default.currentDirectoryPath
        // Data that are there already are not left behind in silence: the server says why it cannot be started on them.
        if let named = settings.text("data") {
            (path, closed) = (named, nil)
        } else if let closed = PrivatePostgres.obstacle(to: usual), !FileManager.default.fileExists(atPath: "\(usual)/data") {
            let digest = SHA256.hash(data: Array(current.utf8)).prefix(4).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            self.closed = closed
            path = "/var/lib/maintien/\(current.split(separator: "/").last ?? "root")-\(digest)"
        } else {
            (path, closed) = (usual, nil)
        }
    }
}
