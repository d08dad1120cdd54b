import Dispatch
import FoundationEssentials
import Glibc

/// A server process that is our child.
final class Postmaster: Sendable {
    let process: pid_t
    /// Signalled once the process has ended; every wait signals it again.
    private let ended = DispatchSemaphore(value: 0)

    /// - Parameter end: called on its own thread when the process has ended.
    init(process: pid_t, end: @escaping @Sendable (Postmaster) -> Void) {
        self.process = process
        // The serial queue gives this wait its own thread. Nobody else waits for this child, so its identifier is not reused before.
        DispatchQueue(label: "private-postgres.watch").async { [self] in
            _ = ChildProcess.waitForEnd(process)
            ended.signal()
            end(self)
        }
    }

    /// Waits at most `milliseconds` for the end; returns whether the process has ended.
    func hasEnded(within milliseconds: Int) -> Bool {
        guard ended.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return false }
        ended.signal()
        return true
    }

    /// Stops the server. With `keepingData` it writes a checkpoint first; after a minute it is killed.
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

    /// Waits until the server accepts connections, however long its recovery takes. Returns false when it ends instead.
    func becomesReady(_ directory: ClusterDirectory) -> Bool {
        while !hasEnded(within: 20) {
            // In the file, line 8 is the state, line 1 the process.
            let lines = directory.lockLines
            if lines.count >= 8, lines[0] == "\(process)", lines[7].hasPrefix("ready") { return true }
        }
        return false
    }

    /// Ends the server processes that an earlier owner left in the directory.
    ///
    /// Only touches the service user's `postgres` processes in the data directory: the identifier in an old lock file may belong to another
    /// program now.
    /// For the same reason PostgreSQL could refuse to start beside an old lock file. Once this returns, the caller can remove it.
    /// - Throws: `.inUse` when processes are left.
    static func endLeftovers(in directory: ClusterDirectory, of user: ServiceUser) throws(PrivatePostgresError) {
        let named = directory.lockLines.first.flatMap { pid_t($0) }
        for (signal, seconds) in [(SIGINT, 60), (SIGQUIT, 10), (SIGKILL, 10)] {
            let left = processes(in: directory, of: user)
            if left.isEmpty { break }
            // Only the postmaster takes SIGINT as "stop"; its children end with it. Without a postmaster they end alone, or are killed.
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

/// The path with all links resolved; nil when there is no such file.
func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
}
