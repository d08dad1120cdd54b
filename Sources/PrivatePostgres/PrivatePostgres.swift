import Dispatch
import FoundationEssentials
import Glibc

/// A PostgreSQL server of our own, run from the installed programs, in one directory, reachable only through a Unix socket.
///
/// One owner at a time; it starts again by itself when it is killed, and takes over what a killed owner left running.
///
/// `@unchecked Sendable`: everything mutable is touched on `queue` only.
public final class PrivatePostgres: @unchecked Sendable {
    /// What a crash of the machine may cost.
    public enum Durability: Hashable, Sendable {
        /// Nothing that was committed.
        case durable
        /// Everything; faster, and removed when it is stopped.
        case throwaway
    }

    /// Where the server is.
    public struct Address: Hashable, Sendable {
        /// The directory of the socket, libpq's `host`.
        public let socketDirectory: String

        /// The URL of a database, for the superuser.
        public func url(database: String = "postgres") -> String {
            func encoded(_ text: String) -> String {
                text.utf8.map { byte in
                    let isPlain =
                        Character(Unicode.Scalar(byte)).isASCII
                        && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                    return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }.joined()
            }
            return "postgresql://\(PrivatePostgres.superuser)@/\(encoded(database))?host=\(encoded(socketDirectory))"
        }
    }

    /// The role that owns everything. Whoever can reach the socket is trusted to be it.
    public static let superuser = "postgres"

    private let directory: ClusterDirectory
    private let durability: Durability
    private let settings: [String: String]
    private let queue = DispatchQueue(label: "private-postgres")
    private var running: Running?

    private struct Running {
        let installation: Installation
        let user: ServiceUser
        let lock: Int32
        let address: Address
        var postmaster: Postmaster
    }

    /// A server in a directory, which is made if it is missing. Run by root, it may lie below a
    /// directory that does not let the user `postgres` pass: the server then gets the right to pass it.
    ///
    /// `settings` are the server's, such as `["max_connections": "50"]`; those that keep it private cannot be changed.
    public init(directory: String, durability: Durability = .durable, settings: [String: String] = [:]) {
        let isAbsolute = directory.hasPrefix("/")
        self.directory = ClusterDirectory(path: isAbsolute ? directory : FileManager.default.currentDirectoryPath + "/" + directory)
        self.durability = durability
        self.settings = settings
    }

    /// Starts the server, after having made its data directory the first time, and waits until it answers. Started already, it changes nothing.
    /// - Throws: `PrivatePostgresError`.
    public func start() async throws -> Address {
        try await onQueue { Result { try self.startHere() } }.get()
    }

    /// Stops the server and gives the directory up; a throwaway one is removed. Connections still open are broken.
    public func stop() async {
        await onQueue { self.stopHere() }
    }

    /// `stop()` for the end of a process, where nothing can be awaited. Blocks.
    public func stopBlocking() { queue.sync { stopHere() } }

    /// The process of the server, nil while there is none.
    public var processIdentifier: Int32? {
        get async { await onQueue { self.running?.postmaster.process } }
    }

    /// Leaves the server running and forgets it, which is what being killed does.
    func abandon() async {
        await onQueue {
            if let running = self.running { self.directory.unlock(running.lock) }
            self.running = nil
        }
    }

    /// Stops and removes the throwaway servers whose owners were killed, among the directories `parent/prefix…`.
    public static func removeAbandoned(in parent: String, prefix: String) async {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let abandoned = PrivatePostgres(directory: "\(parent)/\(name)", durability: .throwaway)
            await abandoned.onQueue { abandoned.removeIfAbandoned() }
        }
    }

    private func onQueue<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: work()) } }
    }

    private func startHere() throws(PrivatePostgresError) -> Address {
        if let running { return running.address }
        var user = try ServiceUser.find(data: directory.data)
        let parent = String(directory.path[..<(directory.path.lastIndex(of: "/") ?? directory.path.startIndex)])
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try user.makeDirectory(directory.path)
        let lock = try directory.lock()
        var socket: String?
        do throws(PrivatePostgresError) {
            // Under the lock: an owner that was making the data may have finished.
            user = try ServiceUser.find(data: directory.data)
            let installation = try Installation.find(for: directory.version)
            try directory.initialize(installation, as: user, durability: durability)
            if let old = try Postmaster.endLeftovers(in: directory) { directory.removeOldSocketDirectory(old) }
            let address = Address(socketDirectory: try directory.makeSocketDirectory(as: user))
            socket = address.socketDirectory
            let postmaster = try launch(installation, user, address)
            running = Running(installation: installation, user: user, lock: lock, address: address, postmaster: postmaster)
            return address
        } catch {
            if let socket { try? FileManager.default.removeItem(atPath: socket) }
            directory.unlock(lock)
            throw error
        }
    }

    private func launch(_ installation: Installation, _ user: ServiceUser, _ address: Address) throws(PrivatePostgresError) -> Postmaster {
        let ours = [
            "listen_addresses": "", "unix_socket_directories": address.socketDirectory, "unix_socket_permissions": "0700", "port": "5432",
            "logging_collector": "off", "log_destination": "stderr",
        ]
        let fast = ["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"]
        let all = (durability == .throwaway ? fast : [:]).merging(settings) { $1 }.merging(ours) { $1 }
        let arguments = ["-D", directory.data] + all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let command = user.command(installation.binaries + "/postgres", arguments)
        // A socket's lock file too names a process that may be anybody's by now.
        for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] { unlink("\(address.socketDirectory)/\(name)") }
        unlink(directory.lockFile)
        let log = try directory.openLog()
        defer { close(log.descriptor) }
        let process = try ChildProcess.start(command.executable, command.arguments, output: log.descriptor)
        let postmaster = Postmaster(process: process) { [weak self] ended in
            guard let self else { return }
            queue.async { self.restart(after: ended) }
        }
        guard postmaster.becomesReady(directory) else {
            throw .failed(step: "starting PostgreSQL", output: directory.complaints(since: log.start))
        }
        return postmaster
    }

    /// Starts the server again that was killed. When that fails it is given up, and `start()` tells why.
    private func restart(after ended: Postmaster) {
        guard let was = running, was.postmaster === ended else { return }
        do throws(PrivatePostgresError) {
            try Postmaster.endLeftovers(in: directory)
            running?.postmaster = try launch(was.installation, was.user, was.address)
        } catch {
            giveUp(was)
        }
    }

    private func stopHere() {
        guard let was = running else { return }
        // Before it ends, so that its end is not taken for an accident.
        running = nil
        was.postmaster.stop(keepingData: durability == .durable)
        giveUp(was)
    }

    private func giveUp(_ was: Running) {
        running = nil
        try? FileManager.default.removeItem(atPath: was.address.socketDirectory)
        if durability == .throwaway { directory.remove() }
        directory.unlock(was.lock)
    }

    private func removeIfAbandoned() {
        guard access(directory.path + "/lock", F_OK) == 0, let lock = try? directory.lock() else { return }
        defer { directory.unlock(lock) }
        // What cannot be ended keeps its directory.
        do { if let old = try Postmaster.endLeftovers(in: directory) { directory.removeOldSocketDirectory(old) } } catch { return }
        directory.remove()
    }
}
