import FoundationEssentials
import Glibc

/// A directory of this user's own in which throwaway servers have theirs, under names that nobody can guess.
///
/// Nobody else can prepare, replace or remove anything in it. What an owner who was killed has left in it is found by its mark.
public struct ThrowawayFolder: Sendable {
    /// Where it is.
    public let path: String

    /// The file that marks a directory as one that `take` made, and that may be removed with all that is in it.
    static let mark = "throwaway"
    private static let prefix = "server-"

    /// Makes the directory if it is missing.
    ///
    /// - Throws: `PrivatePostgresError` when it is a link, when it belongs to somebody else, or when somebody else can write in it or replace it.
    public init(_ path: String) throws(PrivatePostgresError) {
        self.path = path
        _ = try open()
    }

    /// The directory of this user with a name: of root in `/var/lib`, else in `XDG_STATE_HOME` or `~/.local/state`, or, for a user without a home,
    /// in `TMPDIR` or `/tmp`.
    public static func ofUser(named name: String) throws(PrivatePostgresError) -> ThrowawayFolder {
        if geteuid() == 0 { return try ThrowawayFolder("/var/lib/\(name)") }
        let environment = ProcessInfo.processInfo.environment.filter { $0.value.hasPrefix("/") }
        let home = environment["XDG_STATE_HOME"] ?? environment["HOME"].map { "\($0)/.local/state" }
        if let home, let folder = try? ThrowawayFolder("\(home)/\(name)") { return folder }
        return try ThrowawayFolder("\(environment["TMPDIR"] ?? "/tmp")/\(name)-\(geteuid())")
    }

    /// A server in a new directory, which is made when it starts and removed when it stops.
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

    /// Makes a directory for a server, and takes it.
    func take() throws(PrivatePostgresError) -> (directory: ClusterDirectory, lock: Int32) {
        let folder = try open()
        // Until its mark and lock are there, a new directory looks like one whose owner was killed.
        flock(folder.descriptor, LOCK_EX)
        defer { flock(folder.descriptor, LOCK_UN) }
        var template = Array("\(path)/\(Self.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system("making a directory in \(path)") }
        // The base address is there: the text is not empty.
        let directory = ClusterDirectory(path: template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
        let made = try Folder(directory.path)
        let lock = try directory.lock(made)
        try made.write("Made for one run of a throwaway PostgreSQL.\n", to: Self.mark)
        return (directory, lock)
    }

    /// Takes a directory that its owner has left; nil when it is in use, or not one that `take` made.
    private func takeAbandoned(_ name: String, in folder: Folder) -> (directory: ClusterDirectory, lock: Int32)? {
        flock(folder.descriptor, LOCK_EX)
        defer { flock(folder.descriptor, LOCK_UN) }
        let directory = ClusterDirectory(path: "\(path)/\(name)")
        guard let left = try? Folder(directory.path), left.status.st_uid == geteuid(), left.status.st_mode & 0o022 == 0 else { return nil }
        guard let mark = left.status(of: Self.mark) else {
            // Its owner was killed while it made the directory, or while it removed it.
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
            // The service user has to pass on the way to its own directories below.
            if mkdir(path, geteuid() == 0 ? 0o711 : 0o700) == 0 { continue }
            guard errno == EEXIST else { throw .system("creating \(path)") }
            let isLast = depth == names.count - 1
            var status = stat()
            // Links above are root's, such as those of a merged /usr.
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
