import Glibc

/// Whom PostgreSQL runs as.
struct ServiceUser: Sendable {
    let user: uid_t
    let group: gid_t
    /// Whether this process is another user, and so must hand over what PostgreSQL is to write.
    let isOther: Bool
    /// Whether a directory above the data lets only others pass, as root's own does: then PostgreSQL runs with the right to pass it.
    var needsPassage = false

    /// Ourselves; for root, the owner of the data, or the user `postgres` when there are none yet.
    static func find(data: String) throws(PrivatePostgresError) -> ServiceUser {
        guard geteuid() == 0 else { return ServiceUser(user: geteuid(), group: getegid(), isOther: false) }
        var user: ServiceUser
        var status = stat()
        if stat(data, &status) == 0, status.st_uid != 0 {
            user = ServiceUser(user: status.st_uid, group: status.st_gid, isOther: true)
        } else {
            guard let entry = getpwnam("postgres") else { throw .noServiceUser }
            user = ServiceUser(user: entry.pointee.pw_uid, group: entry.pointee.pw_gid, isOther: true)
        }
        user.needsPassage = !user.canReach(data)
        return user
    }

    /// Whether every directory above `path`, of those there are, lets this user pass.
    private func canReach(_ path: String) -> Bool {
        let above = path.split(separator: "/").dropLast()
        return (0...above.count).allSatisfy { depth in
            var status = stat()
            guard stat("/" + above.prefix(depth).joined(separator: "/"), &status) == 0 else { return true }
            let passage: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
            return status.st_mode & passage != 0
        }
    }

    /// The command that runs `executable` as this user, in the same process, so that its process identifier is the one spawned.
    func command(_ executable: String, _ arguments: [String]) -> (executable: String, arguments: [String]) {
        guard isOther else { return (executable, arguments) }
        // From the root directory, as the user may not be able to enter the one we are in.
        let passage = needsPassage ? ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"] : []
        let identity = ["--chdir=/", "setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups"]
        return ("env", identity + passage + ["--", executable] + arguments)
    }

    /// Makes a directory only this user (and root) can enter, if it is not there.
    func makeDirectory(_ path: String) throws(PrivatePostgresError) {
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .system("creating \(path)")
        }
        try own(path)
    }

    func own(_ path: String) throws(PrivatePostgresError) {
        if isOther, chown(path, user, group) != 0 { throw .system("handing over \(path)") }
    }
}

extension PrivatePostgresError {
    /// What the last system call said.
    static func system(_ step: String) -> PrivatePostgresError { .failed(step: step, output: String(cString: strerror(errno))) }
}
