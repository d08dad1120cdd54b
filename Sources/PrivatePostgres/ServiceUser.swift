import Glibc

/// The user that PostgreSQL runs as.
struct ServiceUser: Sendable {
    let user: uid_t
    let group: gid_t
    /// Whether this differs from the process's user, so that PostgreSQL's files must change owner.
    let isOther: Bool

    /// This process's user; for root, the owner of the data, or the user `postgres` when there is no data.
    static func find(data: stat?) throws(PrivatePostgresError) -> ServiceUser {
        guard geteuid() == 0 else { return ServiceUser(user: geteuid(), group: getegid(), isOther: false) }
        if let data, data.st_uid != 0 { return ServiceUser(user: data.st_uid, group: data.st_gid, isOther: true) }
        guard let postgres = UserEntry(name: "postgres") else { throw .noServiceUser }
        return ServiceUser(user: postgres.user, group: postgres.group, isOther: true)
    }

    var name: String { UserEntry.name(of: user) }

    /// The first existing directory above `path` that this user cannot enter; nil when there is none.
    func obstacle(above path: String) -> String? {
        guard isOther else { return nil }
        let above = path.split(separator: "/").dropLast()
        return (0...above.count).lazy.map { "/" + above.prefix($0).joined(separator: "/") }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && !canPass(status)
        }
    }

    /// Whether this user may pass through a directory with this status.
    func canPass(_ status: stat) -> Bool {
        let passage: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
        return status.st_mode & passage != 0
    }

    /// The command that runs `executable` as this user. It keeps the process, so that the spawned identifier stays valid.
    func command(_ executable: String, _ arguments: [String]) -> (executable: String, arguments: [String]) {
        guard isOther else { return (executable, arguments) }
        // Start in the root directory: the user may have no access to our current one.
        let identity = [
            "--chdir=/", "setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--inh-caps=-all",
            "--no-new-privs",
        ]
        return ("env", identity + ["--", executable] + arguments)
    }

    /// Creates a directory that only this user and root can enter, if it is missing.
    func makeDirectory(_ name: String, in folder: Folder) throws(PrivatePostgresError) {
        guard mkdirat(folder.descriptor, name, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .system("creating \(folder.path)/\(name)")
        }
        guard !isOther || fchownat(folder.descriptor, name, user, group, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .system("handing over \(folder.path)/\(name)")
        }
    }
}

extension PrivatePostgresError {
    /// The error of the last system call.
    static func system(_ step: String) -> PrivatePostgresError { .failed(step: step, output: String(cString: strerror(errno))) }
}
