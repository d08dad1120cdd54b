import ArgumentParser
import Glibc
import SystemPackage

/// Checks that only the owner can read a file with a secret.
enum SecretFile {
    /// Refuses a file that others can read or write. Accepts a missing file, which its reader then reports.
    ///
    /// The group may read a file that root owns, unless this process runs as root: packages keep keys this way. Files in `/run/secrets` are
    /// accepted: container engines mount them with their own modes, for the container's only user.
    /// - Parameter what: the content of the file, in words.
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
