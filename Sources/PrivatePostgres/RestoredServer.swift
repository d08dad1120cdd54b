import Dispatch
import FoundationEssentials
import Glibc

/// The data directory of a PostgreSQL that somebody else manages, which this process restores.
///
/// It can start the server for a moment. Meanwhile only this process's user and root can reach it, through a Unix socket.
public struct RestoredServer: Sendable {
    /// The data directory.
    public let data: String
    private let user: ServiceUser

    /// - Throws: when there is no such directory.
    public init(data: String) throws(PrivatePostgresError) {
        var status = stat()
        guard lstat(data, &status) == 0 else { throw .system("opening \(data)") }
        guard status.st_mode & S_IFMT == S_IFDIR else { throw .failed(step: "opening \(data)", output: "it is no directory") }
        self.data = data
        user = try ServiceUser.find(data: status)
    }

    /// Whether the directory holds nothing.
    public var isEmpty: Bool { (try? FileManager.default.contentsOfDirectory(atPath: data))?.isEmpty ?? false }

    /// Whether a server may be running on it.
    public var mayRun: Bool { FileManager.default.fileExists(atPath: "\(data)/\(ClusterDirectory.lockFile)") }

    /// Runs a program as the owner of the data, and waits for its end.
    /// - Returns: Its exit status and all it wrote.
    public func run(_ executable: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        let command = user.command(executable, arguments)
        return try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "restored-server.run").async {
                continuation.resume(with: Result { try ChildProcess.run(command.executable, command.arguments) })
            }
        }
    }

    /// A setting for `postgresql.auto.conf` with which PostgreSQL starts by ``started(_:_:)`` alone. PostgreSQL names the library that it misses.
    ///
    /// It keeps a restoration that was interrupted from being started and served.
    public static let block = (name: "shared_preload_libraries", value: "maintien_restore_is_not_complete")

    /// Removes the ``block``, and the target of the recovery: a standby that is made from the server would end at it, and go on alone.
    public func unblock() async throws {
        let lines = "/^\(Self.block.name) = '\(Self.block.value)'$/d; /^recovery_target/d"
        let (status, output) = try await run("sed", ["--in-place", lines, "\(data)/postgresql.auto.conf"])
        guard status == 0 else { throw PrivatePostgresError.failed(step: "writing postgresql.auto.conf in \(data)", output: output) }
    }

    /// Starts the server, waits until its recovery has ended, runs `body`, and stops it.
    ///
    /// - Parameter settings: server settings. The directory's own `postgresql.conf` is not read; `postgresql.auto.conf` is.
    /// - Throws: `PrivatePostgresError` when the server does not start, with its messages.
    public func started<Value: Sendable>(
        _ settings: [String: String], _ body: (PrivatePostgres.Address) async throws -> Value
    ) async throws -> Value {
        let version = FileManager.default.contents(atPath: "\(data)/PG_VERSION").map { String(decoding: $0, as: UTF8.self) }
        let installation = try Installation.find(for: version.flatMap { Int($0.prefix { $0.isNumber }) })
        let folder = try makeFolder(settings)
        defer {
            for name in folder.names { folder.remove(name) }
            rmdir(folder.path)
        }
        let log = "\(folder.path)/log"
        let options = [
            "config_file": "\(folder.path)/postgresql.conf", "hba_file": "\(folder.path)/pg_hba.conf",
            "ident_file": "\(folder.path)/pg_ident.conf", "listen_addresses": "", "unix_socket_directories": folder.path, "port": "5432",
            // A standby that takes questions would ask for the settings of the server that was backed up.
            "hot_standby": "off", Self.block.name: "", "logging_collector": "off", "log_destination": "stderr",
        ].sorted { $0.key < $1.key }.map { "-c \($0.key)='\($0.value)'" }.joined(separator: " ")
        let control = { (arguments: [String]) in
            try await run(installation.binaries + "/pg_ctl", ["-D", data, "-w", "-t", "86400"] + arguments)
        }
        let start = try await control(["-l", log, "-o", options, "start"])
        let isReady = start.status == 0 ? try await recoveryEnds() : false
        guard isReady else {
            _ = try await control(["-m", "immediate", "stop"])
            let written = FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? start.output
            throw PrivatePostgresError.failed(step: "starting PostgreSQL on \(data)", output: ClusterDirectory.complaints(in: written))
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body(PrivatePostgres.Address(socketDirectory: folder.path))) } catch { result = .failure(error) }
        let stop = try await control(["-m", "fast", "stop"])
        guard stop.status == 0 else { throw PrivatePostgresError.failed(step: "stopping PostgreSQL on \(data)", output: stop.output) }
        return try result.get()
    }

    /// Waits until the server takes connections. Returns false when it ends instead, as after a target that it cannot reach.
    private func recoveryEnds() async throws -> Bool {
        while mayRun {
            let lock = FileManager.default.contents(atPath: "\(data)/\(ClusterDirectory.lockFile)") ?? Data()
            let lines = String(decoding: lock, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            // Line 8 is the state. `pg_ctl` is content with a standby that takes no connections.
            if lines.count >= 8, lines[7].hasPrefix("ready") { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    /// A new directory of the service user's for settings, access rules, socket and log.
    private func makeFolder(_ settings: [String: String]) throws(PrivatePostgresError) -> Folder {
        var template = Array("/tmp/restored-server-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw .system("making a directory in /tmp") }
        let folder = try Folder(template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })  // not empty: see above
        guard !user.isOther || fchown(folder.descriptor, user.user, user.group) == 0 else { throw .system("handing over \(folder.path)") }
        let lines = settings.sorted { $0.key < $1.key }.map { "\($0.key) = '\($0.value.replacing("'", with: "''"))'\n" }
        try folder.write(lines.joined(), to: "postgresql.conf", for: user)
        try AccessRules(logins: [PrivatePostgres.superuser]).write(to: folder, for: user)
        return folder
    }
}
