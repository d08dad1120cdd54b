import FoundationEssentials
import Glibc

/// The directory of a server's socket; only the service user and root can enter it.
struct SocketDirectory {
    let path: String

    /// The file in the cluster's directory that names a socket directory elsewhere.
    private static let record = "socket-directory"
    private static let names = [".s.PGSQL.5432", ".s.PGSQL.5432.lock"]

    /// Creates the directory in the cluster's directory, or elsewhere if that path is unsuitable.
    /// A socket's path holds at most 107 bytes, and the server's setting cannot hold every character.
    static func make(in folder: Folder, as user: ServiceUser) throws(PrivatePostgresError) -> SocketDirectory {
        let own = SocketDirectory(path: "\(folder.path)/socket")
        let isPlain = own.path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }
        if isPlain, "\(own.path)/\(names[1])".utf8.count <= 107 {
            folder.remove("socket")
            try user.makeDirectory("socket", in: folder)
            return own
        }
        var template = Array("\(parent)/private-postgres-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system("making a directory in \(parent)") }
        let made = SocketDirectory(path: template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })  // not empty: see above
        try folder.write(made.path, to: record)
        guard !user.isOther || lchown(made.path, user.user, user.group) == 0 else { throw .system("handing over \(made.path)") }
        return made
    }

    /// A short path where nobody else can replace our directory: root's, the user's own, or the directory for temporary files.
    /// The sticky bit of the latter protects our entries.
    private static var parent: String {
        if geteuid() == 0, access("/run", W_OK) == 0 { return "/run" }
        var status = stat()
        if let own = ProcessInfo.processInfo.environment["XDG_RUNTIME_DIR"], own.utf8.count < 60, lstat(own, &status) == 0,
            status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid(), status.st_mode & 0o077 == 0
        {
            return own
        }
        return "/tmp"
    }

    /// Removes the directory elsewhere that a killed owner left. Only trusts a name recorded by this process's user or root.
    static func removeRecorded(in folder: Folder, as user: ServiceUser) {
        guard let path = folder.text(of: record) else { return }
        SocketDirectory(path: path).remove(as: user)
        folder.remove(record)
    }

    /// Removes the sockets and their lock files. An old lock file may name the process of another program.
    func clear(as user: ServiceUser) {
        guard let folder = try? Folder(path), [geteuid(), user.user].contains(folder.status.st_uid) else { return }
        for name in Self.names { unlinkat(folder.descriptor, name, 0) }
    }

    /// Removes the directory if it holds nothing else.
    func remove(as user: ServiceUser) {
        clear(as: user)
        rmdir(path)
    }
}
