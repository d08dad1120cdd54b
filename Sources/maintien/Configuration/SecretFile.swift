import ArgumentParser
import Glibc
import SystemPackage

/// A file that holds a secret: only its owner may read it.
enum SecretFile {
    /// Refuses a file that others can read or write. One that is not there is left to whoever reads it.
    ///
    /// The group may read a file that root owns, unless this process is root's: so packages keep keys. Secrets in `/run/secrets` are let through: an
    /// engine of containers mounts them there under modes of its own, for the one user of the container.
    /// - Parameter what: what it holds, in words.
    static func check(_ path: String, holding what: String) throws {
        guard let status = try? Stat(FilePath(path)), status.type == .regular else { return }
        let isForGroup = status.userID.rawValue == 0 && geteuid() != 0
        let tooMuch: FilePermissions = isForGroup ? [.groupWrite, .otherReadWrite] : [.groupReadWrite, .otherReadWrite]
        guard !status.permissions.isDisjoint(with: tooMuch), !isMounted(path) else { return }
        throw ValidationError(
            "The file \(path), which holds \(what), can be read or written by other users of this machine: chmod 600 \(path)")
    }

    private static func isMounted(_ path: String) -> Bool {
        let folder = "/run/secrets"
        guard path.hasPrefix("\(folder)/"), !path.split(separator: "/").contains(".."),
            let status = try? Stat(FilePath(folder), followTargetSymlink: false)
        else { return false }
        return status.type == .directory && status.userID.rawValue == 0 && status.permissions.isDisjoint(with: [.groupWrite, .otherWrite])
    }
}
