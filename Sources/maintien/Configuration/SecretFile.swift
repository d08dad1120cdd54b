import ArgumentParser
import Glibc

/// A file that holds a secret: only its owner may read it.
enum SecretFile {
    /// Refuses a file that others can read or write. One that is not there is left to whoever reads it.
    ///
    /// The group may read a file that root owns, unless this process is root's: so packages keep keys. Secrets in `/run/secrets` are let through: an
    /// engine of containers mounts them there under modes of its own, for the one user of the container.
    /// - Parameter what: what it holds, in words.
    static func check(_ path: String, holding what: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        let isForGroup = status.st_uid == 0 && geteuid() != 0
        guard status.st_mode & (isForGroup ? 0o026 : 0o066) != 0, !isMounted(path) else { return }
        throw ValidationError(
            "The file \(path), which holds \(what), can be read or written by other users of this machine: chmod 600 \(path)")
    }

    private static func isMounted(_ path: String) -> Bool {
        let folder = "/run/secrets"
        var status = stat()
        return path.hasPrefix("\(folder)/") && !path.split(separator: "/").contains("..") && lstat(folder, &status) == 0
            && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == 0 && status.st_mode & 0o022 == 0
    }
}
