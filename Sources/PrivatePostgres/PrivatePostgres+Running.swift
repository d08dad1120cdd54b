import Glibc

extension PrivatePostgres {
    /// Where the server of a directory can be reached, when one is running in it under another process; `nil` when none is.
    ///
    /// For those who only ask: they do not own the server, which may end at any time. A directory that a server would not be started in is not looked at.
    public static func running(in directory: String) -> Address? {
        let directory = ClusterDirectory(path: directory)
        guard (try? Folder(directory.path)) != nil, let user = try? directory.serviceUser(), (try? directory.open(for: user)) != nil else {
            return nil
        }
        let lines = directory.lockLines
        guard lines.count > 4, let process = pid_t(lines[0]), kill(process, 0) == 0, !lines[4].isEmpty else { return nil }
        return Address(socketDirectory: String(lines[4]))
    }
}

extension PrivatePostgres {
    /// The directory that does not let the server's user pass on the way to `directory`; nil when a server can be started there.
    public static func obstacle(to directory: String) -> String? {
        let directory = ClusterDirectory(path: directory)
        var status = stat()
        let data = lstat(directory.data, &status) == 0 ? status : nil
        return (try? ServiceUser.find(data: data))?.obstacle(above: directory.path)
    }
}
