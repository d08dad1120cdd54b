import FoundationEssentials
import Glibc

extension PrivatePostgres {
    /// Where the server of a directory can be reached, when one is running in it under another process; `nil` when none is.
    ///
    /// For those who only ask: they do not own the server, which may end at any time.
    public static func running(in directory: String) -> Address? {
        let path = ClusterDirectory(path: directory).data + "/postmaster.pid"
        guard let bytes = FileManager.default.contents(atPath: path) else { return nil }
        // The process first, the directory of the socket fifth; see "miscadmin.h".
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 4, let process = pid_t(lines[0]), kill(process, 0) == 0, !lines[4].isEmpty else { return nil }
        return Address(socketDirectory: String(lines[4]))
    }
}
