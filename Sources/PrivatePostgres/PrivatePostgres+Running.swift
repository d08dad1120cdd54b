import Glibc

extension PrivatePostgres {
    /// The address of the server that another process runs in a directory; `nil` when none runs.
    ///
    /// For readers only: they do not own the server, which may end at any time. Returns nil for a directory in which a server may not
    /// start.
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
    /// The directory above `directory` that the server's user cannot enter; nil when a server can start there.
    public static func obstacle(to directory: String) -> String? {
        let directory = ClusterDirectory(path: directory)
        var status = stat()
        let data = lstat(directory.data, &status) == 0 ? status : nil
        return (try? ServiceUser.find(data: data))?.obstacle(above: directory.path)
    }
}
