import FoundationEssentials
import Glibc

/// The directory of one private PostgreSQL: `data`, `postgres.log`, `lock`, and `socket` when its path is short enough for one.
struct ClusterDirectory: Sendable {
    let path: String

    /// - Parameter path: absolute, or from the current directory.
    init(path: String) {
        self.path = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    var data: String { path + "/data" }
    var log: String { path + "/postgres.log" }

    /// The major version that wrote the data, nil when there are none.
    var version: Int? {
        guard let bytes = FileManager.default.contents(atPath: data + "/PG_VERSION") else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    /// Finds whom the server is to run as, and whether that user can reach the directory. Makes nothing.
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

    /// Opens the directory, after having made it if it is missing.
    ///
    /// Its owner can replace everything in it. So it is this process's user, root, the service user, or nobody whose directory is used.
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

    /// Takes the directory for us, until the descriptor is closed or the process ends, however it ends.
    func lock(_ folder: Folder) throws(PrivatePostgresError) -> Int32 {
        if version != nil, folder.status(of: "lock") == nil { throw .foreignData(directory: path) }
        let descriptor = try folder.openFile("lock", O_CREAT | O_RDWR)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(directory: path)
        }
        return descriptor
    }

    /// Gives the directory up. Closing alone would not do while a program of ours is just being started: until then it has a copy of the descriptor.
    func unlock(_ lock: Int32) {
        flock(lock, LOCK_UN)
        close(lock)
    }

    /// Makes the data directory, unless it is there.
    func initialize(
        _ folder: Folder, _ installation: Installation, as user: ServiceUser, durability: PrivatePostgres.Durability
    ) throws(PrivatePostgresError) {
        guard version == nil else { return }
        // `initdb` works beside it; what it made becomes `data` at once, when it is complete.
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

    /// The lines of PostgreSQL's own lock file: the first is the process, the fifth the directory of the socket, the eighth the state.
    var lockLines: [Substring] {
        guard let bytes = FileManager.default.contents(atPath: "\(data)/\(Self.lockFile)") else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    static let lockFile = "postmaster.pid"

    /// Opens the log, which goes on where it ended; one that has grown large is put aside.
    /// - Returns: The descriptor, and where this start's part of the log begins.
    func openLog(_ folder: Folder) throws(PrivatePostgresError) -> (descriptor: Int32, start: Int) {
        if let status = folder.status(of: "postgres.log"), status.st_size > 10 << 20 {
            renameat(folder.descriptor, "postgres.log", folder.descriptor, "postgres.log.1")
        }
        let descriptor = try folder.openFile("postgres.log", O_CREAT | O_WRONLY | O_APPEND)
        return (descriptor, Int(lseek(descriptor, 0, SEEK_END)))
    }

    /// What the server complained of in its log since `start`.
    func complaints(since start: Int) -> String {
        guard let bytes = FileManager.default.contents(atPath: log) else { return "" }
        return Self.complaints(in: String(decoding: bytes.dropFirst(start), as: UTF8.self))
    }

    /// The lines that tell what is wrong; all of them, when none does.
    private static func complaints(in output: String) -> String {
        let lines = output.split(separator: "\n")
        let telling = lines.filter { line in ["error:", "hint:", "FATAL:", "PANIC:", "HINT:", "DETAIL:"].contains { line.contains($0) } }
        return (telling.isEmpty ? lines : telling).joined(separator: "\n")
    }

    /// Removes what is ours, and the directory if nothing else is in it. The marks of a throwaway server go last: a removal that was interrupted is
    /// taken up again.
    func remove(_ folder: Folder) {
        let names = ["data", "data.new", "socket", "socket-directory", "postgres.log", "postgres.log.1", ThrowawayFolder.mark, "lock"]
        for name in names { folder.remove(name) }
        rmdir(path)
    }
}
