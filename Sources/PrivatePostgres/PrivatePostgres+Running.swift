import Glibc

extension PrivatePostgres {
    /// Where the server of a directory can be reached, when one is running in it under another process; `nil` when none is.
    ///
    /// For those who only ask: they do not own the server, which may end at any time.
    public static func running(in directory: String) -> Address? {
        let lines = ClusterDirectory(path: directory).lockLines
        guard lines.count > 4, let process = pid_t(lines[0]), kill(process, 0) == 0, !lines[4].isEmpty else { return nil }
        return Address(socketDirectory: String(lines[4]))
    }
}
