import FoundationEssentials
import Glibc

/// The directory of one private PostgreSQL: `data`, `postgres.log`, `lock`, and `socket` when its path is short enough for one.
struct ClusterDirectory: Sendable {
    let path: String

    var data: String { path + "/data" }
    var log: String { path + "/postgres.log" }
    var ownSocketDirectory: String { path + "/socket" }
    /// PostgreSQL's own: the process, and where its socket is.
    var lockFile: String { data + "/postmaster.pid" }

    /// How the directories for sockets begin that are not inside this one.
    private static let spareSocketPrefix = "/tmp/private-postgres-"

    /// Where `initdb` works; it becomes `data` at once, when it is complete.
    private var unfinished: String { path + "/data.new" }

    /// The major version that wrote the data, nil when there are none.
    var version: Int? {
        guard let bytes = FileManager.default.contents(atPath: data + "/PG_VERSION") else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self).prefix { $0.isNumber })
    }

    /// Takes the directory for us, until the descriptor is closed or the process ends, however it ends.
    func lock() throws(PrivatePostgresError) -> Int32 {
        let descriptor = open(path + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("opening \(path)/lock") }
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
    func initialize(_ installation: Installation, as user: ServiceUser, durability: PrivatePostgres.Durability) throws(PrivatePostgresError)
    {
        guard version == nil else { return }
        try? FileManager.default.removeItem(atPath: unfinished)
        try user.makeDirectory(unfinished)
        let arguments = [
            "--pgdata=\(unfinished)", "--username=\(PrivatePostgres.superuser)", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
            "--lc-messages=C", "--no-instructions", durability == .durable ? "--data-checksums" : "--no-sync",
        ]
        let command = user.command(installation.binaries + "/initdb", arguments)
        let (status, output) = try ChildProcess.run(command.executable, command.arguments)
        guard status == 0 else { throw .failed(step: "initdb", output: Self.complaints(in: output)) }
        guard rename(unfinished, data) == 0 else { throw .system("renaming \(unfinished)") }
        let parent = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        fsync(parent)
        close(parent)
    }

    /// The directory for the socket, which only the service user and root can enter. A socket's path holds 107 bytes, and the server's setting cannot hold
    /// every character: then it is a new one in /tmp.
    func makeSocketDirectory(as user: ServiceUser) throws(PrivatePostgresError) -> String {
        let isPlain = ownSocketDirectory.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }
        if isPlain, "\(ownSocketDirectory)/.s.PGSQL.5432.lock".utf8.count <= 107 {
            try? FileManager.default.removeItem(atPath: ownSocketDirectory)
            try user.makeDirectory(ownSocketDirectory)
            return ownSocketDirectory
        }
        var template = Array("\(Self.spareSocketPrefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system("making a directory in /tmp") }
        let made = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }  // not empty: see above
        try user.own(made)
        return made
    }

    /// Removes the directory in /tmp an owner that was killed has left. The name comes from a file the service user can write, so it is not trusted far.
    func removeOldSocketDirectory(_ path: String) {
        guard path.hasPrefix(Self.spareSocketPrefix), !path.dropFirst(Self.spareSocketPrefix.count).contains("/") else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The lines of PostgreSQL's lock file: the first is the process, the fifth the directory of the socket, the eighth the state.
    var lockLines: [Substring] {
        guard let bytes = FileManager.default.contents(atPath: lockFile) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// Opens the log, which goes on where it ended; one that has grown large is put aside.
    /// - Returns: The descriptor, and where this start's part of the log begins.
    func openLog() throws(PrivatePostgresError) -> (descriptor: Int32, start: Int) {
        var status = stat()
        if stat(log, &status) == 0, status.st_size > 10 << 20 { rename(log, log + ".1") }
        let descriptor = open(log, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("opening \(log)") }
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

    /// Removes what is ours, and the directory if nothing else is in it.
    func remove() {
        for name in ["data", "data.new", "socket", "postgres.log", "postgres.log.1", "lock"] {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
        rmdir(path)
    }
}
