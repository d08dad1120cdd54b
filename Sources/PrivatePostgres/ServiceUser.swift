import Glibc

/// Whom PostgreSQL runs as.
struct ServiceUser: Sendable {
    let user: uid_t
    let group: gid_t
    /// Whether this process is another user, and so must hand over what PostgreSQL is to write.
    let isOther: Bool

    /// This process's user; for root, the owner of the data, or the user `postgres` when there are none yet.
    static func find(data: stat?) throws(PrivatePostgresError) -> ServiceUser {
        guard geteuid() == 0 else { return ServiceUser(user: geteuid(), group: getegid(), isOther: false) }
        if let data, data.st_uid != 0 { return ServiceUser(user: data.st_uid, group: data.st_gid, isOther: true) }
        guard let postgres = UserEntry(name: "postgres") else { throw .noServiceUser }
        return ServiceUser(user: postgres.user, group: postgres.group, isOther: true)
    }

    var name: String { UserEntry.name(of: user) }

    /// The first directory above `path`, of those there are, that does not let this user pass; nil when all do.
    func obstacle(above path: String) -> String? {
        guard isOther else { return nil }
        let above = path.split(separator: "/").dropLast()
        return (0...above.count).lazy.map { "/" + above.prefix($0).joined(separator: "/") }.first { path in
            var status = stat()
            return stat(path, &status) == 0 && !canPass(status)
        }
    }

    /// Whether this user may enter the directories below one of this status.
    func canPass(_ status: stat) -> Bool {
        let passage: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
        return status.st_mode & passage != 0
    }

    /// The command that runs `executable` as this user, in the same process, so that its process identifier is the one spawned.
    func command(_ executable: String, _ arguments: [String]) -> (executable: String, arguments: [String]) {
        guard isOther else { return (executable, arguments) }
        // From the root directory, as the user may not be able to enter the one we are in.
        let identity = [
            "--chdir=/", "setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--inh-caps=-all",
            "--no-new-privs",
        ]
        return ("env", identity + ["--", executable] + arguments)
    }

    /// Makes a directory that only this user (and root) can enter, if it is not there.
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
    /// What the last system call said.
    static func system(_ step: String) -> PrivatePostgresError { .failed(step: step, output: String(cString: strerror(errno))) }
}
