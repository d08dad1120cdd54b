import FoundationEssentials
import Glibc

/// A user's own directory for throwaway servers, each in a subdirectory with a random name.
///
/// Nobody else can create, replace or remove anything in it. A mark identifies the subdirectories that killed owners left.
public struct ThrowawayFolder: Sendable {
    /// The directory's path.
    public let path: String

    /// The file that marks a directory made by `take`, which may be removed with its content.
    static let mark = "throwaway"
    private static let prefix = "server-"

    /// Creates the directory if it is missing.
    ///
    /// - Throws: `PrivatePostgresError` when it is a link, belongs to another user, or can be changed or replaced by another user.
    public init(_ path: String) throws(PrivatePostgresError) {
        self.path = path
        _ = try open()
    }

    /// This user's directory with a name. For root in `/var/lib`; else in `XDG_STATE_HOME` or `~/.local/state`.
    /// For a user without a home, in `TMPDIR` or `/tmp`.
    public static func ofUser(named name: String) throws(PrivatePostgresError) -> ThrowawayFolder {
        if geteuid() == 0 { return try ThrowawayFolder("/var/lib/\(name)") }
        let environment = ProcessInfo.processInfo.environment.filter { $0.value.hasPrefix("/") }
        let home = environment["XDG_STATE_HOME"] ?? environment["HOME"].map { "\($0)/.local/state" }
        if let home, let folder = try? ThrowawayFolder("\(home)/\(name)") { return folder }
        return try ThrowawayFolder("\(environment["TMPDIR"] ?? "/tmp")/\(name)-\(geteuid())")
    }

    /// A server in a new directory, which is created at the start and removed at the stop.
    public func server(logins: [String] = [], settings: [String: String] = [:]) -> PrivatePostgres {
        PrivatePostgres(in: self, logins: logins, settings: settings)
    }

    /// Stops and removes the servers whose owners were killed.
    public func removeAbandoned() async {
        guard let folder = try? open() else { return }
        for name in folder.names where name.hasPrefix(Self.prefix) {
            guard let (directory, lock) = takeAbandoned(name, in: folder) else { continue }
            await PrivatePostgres.remove(directory, lock)
        }
    }

    /// Creates and locks a directory for a server.
    func take() throws(PrivatePostgresError) -> (directory: ClusterDirectory, lock: Int32) {
        let folder = try open()
        // Until it has its mark and lock, a new directory looks like one of a killed owner.
        flock(folder.descriptor, LOCK_EX)
        defer { flock(folder.descriptor, LOCK_UN) }
        var template = Array("\(path)/\(Self.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system("making a directory in \(path)") }
        // The base address exists: the array is not empty.
        let directory = ClusterDirectory(path: template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
        let made = try Folder(directory.path)
        let lock = try directory.lock(made)
        try made.write("Made for one run of a throwaway PostgreSQL.\n", to: Self.mark)
        return (directory, lock)
    }

    /// Locks the directory of a killed owner; nil when it is in use, or was not made by `take`.
    private func takeAbandoned(_ name: String, in folder: Folder) -> (directory: ClusterDirectory, lock: Int32)? {
        flock(folder.descriptor, LOCK_EX)
        defer { flock(folder.descriptor, LOCK_UN) }
        let directory = ClusterDirectory(path: "\(path)/\(name)")
        guard let left = try? Folder(directory.path), left.status.st_uid == geteuid(), left.status.st_mode & 0o022 == 0 else { return nil }
        guard let mark = left.status(of: Self.mark) else {
            // Its owner was killed while it created or removed the directory.
            if Set(left.names).isSubset(of: ["lock"]), let lock = try? directory.lock(left) {
                directory.remove(left)
                directory.unlock(lock)
            }
            return nil
        }
        guard mark.st_uid == geteuid(), mark.st_mode & S_IFMT == S_IFREG, let lock = try? directory.lock(left) else { return nil }
        return (directory, lock)
    }

    private func open() throws(PrivatePostgresError) -> Folder {
        let names = path.split(separator: "/")
        for depth in names.indices {
            let path = "/" + names[...depth].joined(separator: "/")
            // The service user must pass through here to its own directories.
            if mkdir(path, geteuid() == 0 ? 0o711 : 0o700) == 0 { continue }
            guard errno == EEXIST else { throw .system("creating \(path)") }
            let isLast = depth == names.count - 1
            var status = stat()
            // Root may have made links on the way, such as those of a merged /usr.
            guard lstat(path, &status) == 0 else { throw .system("opening \(path)") }
            let isLink = status.st_mode & S_IFMT == S_IFLNK
            if isLink, isLast || status.st_uid != 0 { throw .link(path: path) }
            if isLink, stat(path, &status) != 0 { throw .system("opening \(path)") }
            let isOurs = status.st_uid == geteuid() || !isLast && status.st_uid == 0
            let isClosed = status.st_mode & 0o022 == 0 || !isLast && status.st_mode & S_ISVTX != 0
            guard isOurs, isClosed else { throw .notOurs(directory: path, owner: UserEntry.name(of: status.st_uid)) }
        }
        return try Folder(path)
    }
}
