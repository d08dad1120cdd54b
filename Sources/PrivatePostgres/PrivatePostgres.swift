import Dispatch
import FoundationEssentials
import Glibc

/// Runs a PostgreSQL server from the installed programs, in one directory.
///
/// Only this process's user and root can reach it, through a Unix socket. A directory has one owner at a time.
/// A killed server restarts by itself. A new owner ends what a killed owner left running.
///
/// `@unchecked Sendable`: all mutable state is used on `queue` only.
public final class PrivatePostgres: @unchecked Sendable {
    /// What a crash of the machine can destroy.
    public enum Durability: Hashable, Sendable {
        /// No committed data.
        case durable
        /// All data. Faster; the directory is removed when the server stops.
        case throwaway
    }

    /// The address of a server.
    public struct Address: Hashable, Sendable {
        /// The directory of the socket, libpq's `host`.
        public let socketDirectory: String

        /// The URL of a database for a login.
        public func url(database: String = "postgres", login: String = PrivatePostgres.superuser) -> String {
            func encoded(_ text: String) -> String {
                text.utf8.map { byte in
                    let isPlain =
                        Character(Unicode.Scalar(byte)).isASCII
                        && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
                    return isPlain ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                }.joined()
            }
            return "postgresql://\(encoded(login))@/\(encoded(database))?host=\(encoded(socketDirectory))"
        }
    }

    /// The role that owns everything.
    public static let superuser = "postgres"

    /// The server's directory.
    private enum Place {
        case fixed(ClusterDirectory)
        /// A new directory at each start.
        case new(in: ThrowawayFolder)
    }

    private let place: Place
    private let durability: Durability
    private let logins: [String]
    private let settings: [String: String]
    private let queue = DispatchQueue(label: "private-postgres")
    private var running: Running?

    private struct Running {
        let directory: ClusterDirectory
        let folder: Folder
        let installation: Installation
        let user: ServiceUser
        let lock: Int32
        let socket: SocketDirectory
        var postmaster: Postmaster

        var address: Address { Address(socketDirectory: socket.path) }
    }

    /// A server in a directory, which is created if it is missing. If this process is root, the user `postgres` must be able to reach it.
    ///
    /// - Parameters:
    ///   - logins: the roles that may sign in, besides the superuser.
    ///   - settings: server settings, such as `["max_connections": "50"]`. Settings that keep the server private cannot be changed.
    public init(directory: String, durability: Durability = .durable, logins: [String] = [], settings: [String: String] = [:]) {
        place = .fixed(ClusterDirectory(path: directory))
        self.durability = durability
        self.logins = logins
        self.settings = settings
    }

    init(in folder: ThrowawayFolder, logins: [String], settings: [String: String]) {
        place = .new(in: folder)
        durability = .throwaway
        self.logins = logins
        self.settings = settings
    }

    /// Starts the server and waits until it accepts connections. Creates its data the first time; does nothing if it is running.
    /// - Throws: `PrivatePostgresError`.
    public func start() async throws -> Address {
        try await onQueue { Result { try self.startHere() } }.get()
    }

    /// Stops the server and unlocks its directory; a throwaway directory is removed. Open connections break.
    public func stop() async {
        await onQueue { self.stopHere() }
    }

    /// `stop()` for the end of a process, where `await` is impossible. Blocks.
    public func stopBlocking() { queue.sync { stopHere() } }

    /// The server's process identifier; nil when it is not running.
    public var processIdentifier: Int32? {
        get async { await onQueue { self.running?.postmaster.process } }
    }

    /// For tests: leaves the server running and forgets it, as if this process were killed.
    func abandon() async {
        await onQueue {
            if let running = self.running { running.directory.unlock(running.lock) }
            self.running = nil
        }
    }

    /// Stops the server that a killed owner left in a directory, and removes the directory. We hold its lock, which is released.
    static func remove(_ directory: ClusterDirectory, _ lock: Int32) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "private-postgres.remove").async {
                removeHere(directory, lock)
                continuation.resume()
            }
        }
    }

    private static func removeHere(_ directory: ClusterDirectory, _ lock: Int32) {
        defer { directory.unlock(lock) }
        // If processes cannot be ended, their directory stays.
        guard let user = try? directory.serviceUser(), let folder = try? directory.open(for: user) else { return }
        do { try Postmaster.endLeftovers(in: directory, of: user) } catch { return }
        SocketDirectory.removeRecorded(in: folder, as: user)
        directory.remove(folder)
    }

    private func onQueue<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: work()) } }
    }

    private func startHere() throws(PrivatePostgresError) -> Address {
        if let running { return running.address }
        switch place {
        case .fixed(let directory):
            let folder = try directory.open(for: try directory.serviceUser())
            return try start(in: directory, folder, lock: try directory.lock(folder))
        case .new(let parent):
            let (directory, lock) = try parent.take()
            do throws(PrivatePostgresError) {
                return try start(in: directory, try directory.open(for: try directory.serviceUser()), lock: lock)
            } catch {
                if let folder = try? Folder(directory.path) { directory.remove(folder) }
                throw error
            }
        }
    }

    private func start(in directory: ClusterDirectory, _ folder: Folder, lock: Int32) throws(PrivatePostgresError) -> Address {
        do throws(PrivatePostgresError) {
            // Look again under the lock: another owner may have created the data meanwhile.
            let user = try directory.serviceUser()
            let installation = try Installation.find(for: directory.version)
            try directory.initialize(folder, installation, as: user, durability: durability)
            try Postmaster.endLeftovers(in: directory, of: user)
            SocketDirectory.removeRecorded(in: folder, as: user)
            try AccessRules(logins: [Self.superuser] + logins).write(to: Folder(directory.data), for: user)
            let socket = try SocketDirectory.make(in: folder, as: user)
            do throws(PrivatePostgresError) {
                let postmaster = try launch(directory, folder, installation, user, socket)
                running = Running(
                    directory: directory, folder: folder, installation: installation, user: user, lock: lock, socket: socket,
                    postmaster: postmaster)
            } catch {
                socket.remove(as: user)
                throw error
            }
            return Address(socketDirectory: socket.path)
        } catch {
            directory.unlock(lock)
            throw error
        }
    }

    private func launch(
        _ directory: ClusterDirectory, _ folder: Folder, _ installation: Installation, _ user: ServiceUser, _ socket: SocketDirectory
    ) throws(PrivatePostgresError) -> Postmaster {
        let ours = [
            "listen_addresses": "", "unix_socket_directories": socket.path, "unix_socket_permissions": "0700", "port": "5432",
            "logging_collector": "off", "log_destination": "stderr", "hba_file": directory.data + "/pg_hba.conf",
            "ident_file": directory.data + "/pg_ident.conf",
        ]
        let fast = ["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"]
        let all = (durability == .throwaway ? fast : [:]).merging(settings) { $1 }.merging(ours) { $1 }
        let arguments = ["-D", directory.data] + all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        let command = user.command(installation.binaries + "/postgres", arguments)
        socket.clear(as: user)
        try Folder(directory.data).remove(ClusterDirectory.lockFile)
        let log = try directory.openLog(folder)
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

    /// Restarts the server after it was killed. If that fails, gives up; the next `start()` reports the error.
    private func restart(after ended: Postmaster) {
        guard let was = running, was.postmaster === ended else { return }
        do throws(PrivatePostgresError) {
            try Postmaster.endLeftovers(in: was.directory, of: was.user)
            running?.postmaster = try launch(was.directory, was.folder, was.installation, was.user, was.socket)
        } catch {
            giveUp(was)
        }
    }

    private func stopHere() {
        guard let was = running else { return }
        // Forget it first, so that `restart` does not take its end for a crash.
        running = nil
        was.postmaster.stop(keepingData: durability == .durable)
        giveUp(was)
    }

    private func giveUp(_ was: Running) {
        running = nil
        was.socket.remove(as: was.user)
        was.folder.remove("socket-directory")
        if durability == .throwaway { was.directory.remove(was.folder) }
        was.directory.unlock(was.lock)
    }
}
