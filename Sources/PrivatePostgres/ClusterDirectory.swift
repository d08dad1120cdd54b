import FoundationEssentials
import Glibc

/// The directory of one private PostgreSQL: `data`, `postgres.log`, `lock`, and `socket` if its path is short enough.
struct ClusterDirectory: Sendable {
    let path: String

    /// - Parameter path: absolute, or relative to the current directory.
    init(path: String) {
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    var data: String { path + "/data" }
    var log: String { path + "/postgres.log" }

    /// The major version that wrote the data; nil when there is no data.
    var version: Int? {
        guard let bytes = FileManager.default.contents(atPath: data + "/PG_VERSION") else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    /// Returns the user that the server runs as, and checks that this user can reach the directory. Creates nothing.
    func serviceUser() throws(PrivatePostgresError) -> ServiceUser {
        for path in [path, data] {
            var status = stat()
            if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { throw .link(path: path) }
        }
        var status = stat()
        let user = try ServiceUser.find(data: lstat(data, &status) == 0 ? status : nil)
        if let closed = user.obstacle(above: path) { throw .unreachable(directory: path, closed: closed, user: user.name) }
        return user
    }

    /// Opens the directory, and creates it if it is missing.
    ///
    /// The directory's owner can replace everything in it. So the owner must be this process's user, root or the service user.
    func open(for user: ServiceUser) throws(PrivatePostgresError) -> Folder {
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .system("creating \(path)") }
        let folder = try Folder(path)
        let status = folder.status
        var above = stat()
        let isOwnersPlace = stat(parent.isEmpty ? "/" : parent, &above) == 0 && above.st_mode & 0o002 == 0
        let owner = status.st_uid
        guard owner == geteuid() || owner == 0 || owner == user.user && (isOwnersPlace || owner == UserEntry(name: "postgres")?.user),
            status.st_mode & 0o002 == 0
        else { throw .notOurs(directory: path, owner: UserEntry.name(of: owner)) }
        if user.isOther, !user.canPass(status) {
            guard owner == 0, fchown(folder.descriptor, owner, user.group) == 0,
                fchmod(folder.descriptor, status.st_mode & 0o700 | 0o010) == 0
            else { throw .unreachable(directory: path, closed: path, user: user.name) }
        }
        return folder
    }

    /// Locks the directory until `unlock`, or until the process ends, however it ends.
    func lock(_ folder: Folder) throws(PrivatePostgresError) -> Int32 {
        if version != nil, folder.status(of: "lock") == nil { throw .foreignData(directory: path) }
        let descriptor = try folder.openFile("lock", O_CREAT | O_RDWR)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(directory: path)
        }
        return descriptor
    }

    /// Unlocks the directory. Closing the descriptor is not enough: a child process that is just starting holds a copy of it.
    func unlock(_ lock: Int32) {
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// Creates the data directory if it is missing.
    func initialize(
        _ folder: Folder, _ installation: Installation, as user: ServiceUser, durability: PrivatePostgres.Durability
    ) throws(PrivatePostgresError) {
        guard version == nil else { return }
        // `initdb` works in another directory, which is renamed to `data` when it is complete.
        let unfinished = "data.new"
        folder.remove(unfinished)
        try user.makeDirectory(unfinished, in: folder)
        let arguments = [
            "--pgdata=\(path)/\(unfinished)", "--username=\(PrivatePostgres.superuser)", "--auth=peer", "--encoding=UTF8",
            "--locale=C.UTF-8", "--lc-messages=C", "--no-instructions", durability == .durable ? "--data-checksums" : "--no-sync",
        ]
        let command = user.command(installation.binaries + "/initdb", arguments)
        let (status, output) = try ChildProcess.run(command.executable, command.arguments)
        guard status == 0 else { throw .failed(step: "initdb", output: Self.complaints(in: output)) }
        guard renameat(folder.descriptor, unfinished, folder.descriptor, "data") == 0 else {
            throw .system("renaming \(path)/\(unfinished)")
        }
        fsync(folder.descriptor)
    }

    /// The lines of PostgreSQL's own lock file: line 1 is the process, 5 the socket directory, 8 the state.
    var lockLines: [Substring] {
        guard let bytes = FileManager.default.contents(atPath: "\(data)/\(Self.lockFile)") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    static let lockFile = "postmaster.pid"

    /// Opens the log for appending. A log of more than 10 MiB is renamed first.
    /// - Returns: The descriptor, and the offset at which this start's messages begin.
    func openLog(_ folder: Folder) throws(PrivatePostgresError) -> (descriptor: Int32, start: Int) {
        if let status = folder.status(of: "postgres.log"), status.st_size > 10 << 20 {
            renameat(folder.descriptor, "postgres.log", folder.descriptor, "postgres.log.1")
        }
        let descriptor = try folder.openFile("postgres.log", O_CREAT | O_WRONLY | O_APPEND)
        return (descriptor, Int(lseek(descriptor, 0, SEEK_END)))
    }

    /// The server's errors in the log since the offset `start`.
    func complaints(since start: Int) -> String {
        guard let bytes = FileManager.default.contents(atPath: log) else { return "" }
        return Self.complaints(in: String(decoding: bytes.dropFirst(start), as: UTF8.self))
    }

    /// The lines with errors; all lines if there is none.
    static func complaints(in output: String) -> String {
        let lines = output.split(separator: "\n")
        let telling = lines.filter { line in ["error:", "hint:", "FATAL:", "PANIC:", "HINT:", "DETAIL:"].contains { line.contains($0) } }
        return (telling.isEmpty ? lines : telling).joined(separator: "\n")
    }

    /// Removes our files, and the directory if it is then empty. A throwaway server's marks go last, so that an interrupted removal can be
    /// repeated.
    func remove(_ folder: Folder) {
        let names = ["data", "data.new", "socket", "socket-directory", "postgres.log", "postgres.log.1", ThrowawayFolder.mark, "lock"]
        for name in names { folder.remove(name) }
        rmdir(path)
    }
}
