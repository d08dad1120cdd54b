import Dispatch
import FoundationEssentials
import Glibc

/// A running server process that is our child.
final class Postmaster: Sendable {
    let process: pid_t
    /// Signalled for ever once the process has ended.
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter end: Called on a thread of its own when the process has ended.
    init(process: pid_t, end: @escaping @Sendable (Postmaster) -> Void) {
        self.process = process
        // A serial queue has a thread to itself; nobody else waits for this child, so the identifier stays ours until then.
        DispatchQueue(label: "private-postgres.watch").async { [self] in
            _ = ChildProcess.waitForEnd(process)
            ended.signal()
            end(self)
        }
    }

    /// Whether it has ended, at the latest after `milliseconds`.
    func hasEnded(within milliseconds: Int) -> Bool {
        guard ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return false }
        ended.signal()
        return true
    }

    /// Stops it: with a checkpoint, and by force when that takes more than a minute.
    func stop(keepingData: Bool) {
        if keepingData, !hasEnded(within: 0) {
            kill(process, SIGINT)
            if hasEnded(within: 60_000) { return }
        }
        for signal in [SIGQUIT, SIGKILL] where !hasEnded(within: 0) {
            kill(process, signal)
            _ = hasEnded(within: 10_000)
        }
    }

    /// Waits until the server accepts connections, which takes as long as its recovery; false when it has ended instead.
    func becomesReady(_ directory: ClusterDirectory) -> Bool {
        while !hasEnded(within: 20) {
            // The eighth line of the file is the state, the first the process.
            let lines = directory.lockLines
            if lines.count >= 8, lines[0] == "\(process)", lines[7].hasPrefix("ready") { return true }
        }
        return false
    }

    /// Ends what an earlier owner left running in the directory.
    ///
    /// Only processes of the service user are touched that run `postgres` inside the data directory: the identifier in a stale lock file may be anybody's
    /// by now. For the same reason PostgreSQL would refuse to start beside one, and once nothing runs here any more, the lock files can go.
    static func endLeftovers(in directory: ClusterDirectory, of user: ServiceUser) throws(PrivatePostgresError) {
        let named = directory.lockLines.first.flatMap { pid_t($0) }
        for (signal, seconds) in [(SIGINT, 60), (SIGQUIT, 10), (SIGKILL, 10)] {
            let left = processes(in: directory, of: user)
            if left.isEmpty { break }
            // Only the postmaster understands it as "stop"; its children end with it. Where it is gone they end by themselves, or are made to.
            for process in left where signal != SIGINT || process == named { kill(process, signal) }
            let patience = signal == SIGINT && !left.contains(named ?? 0) ? 5 : seconds
            var waits = patience * 50
            while waits > 0, !processes(in: directory, of: user).isEmpty {
                usleep(20_000)
                waits -= 1
            }
        }
        guard processes(in: directory, of: user).isEmpty else { throw .inUse(directory: directory.path) }
    }

    private static func processes(in directory: ClusterDirectory, of user: ServiceUser) -> [pid_t] {
        guard let data = realPath(directory.data) else { return [] }
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return processes.filter { process in
            var status = stat()
            guard stat("/proc/\(process)", &status) == 0, status.st_uid == user.user, realPath("/proc/\(process)/cwd") == data,
                let program = realPath("/proc/\(process)/exe")
            else { return false }
            return program.hasSuffix("/postgres")
        }
    }
}

/// The path without links, nil when there is no such file.
func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}
