import Glibc

/// Creates a file that only its owner can read, completely or not at all.
enum NewFile {
    /// Leaves an existing file unchanged.
    static func write(_ bytes: [UInt8], at path: String) throws(VaultError) {
        let draft = "\(path).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .masterKeyUnreadable(path: path) }
        defer { unlink(draft) }
        let written = Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, written else { throw .masterKeyUnreadable(path: path) }
        // Unlike a rename, a link never replaces another process's file.
        guard link(draft, path) == 0 || errno == EEXIST else { throw .masterKeyUnreadable(path: path) }
    }

    /// Replaces a file. Owner, group and mode stay. After a crash, the file is the old one or the new one, whole.
    static func replace(_ bytes: [UInt8], at path: String) throws(VaultError) {
        func failure() -> VaultError { .masterKeyUnwritable(path: path, reason: String(cString: strerror(errno))) }
        // A link stays a link: its target is replaced.
        guard let resolved = realpath(path, nil) else { throw failure() }
        defer { free(resolved) }
        let target = String(cString: resolved)
        var old = stat()
        guard stat(target, &old) == 0 else { throw failure() }
        let draft = "\(target).\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure() }
        defer { unlink(draft) }
        let isWritten =
            Glibc.write(descriptor, bytes, bytes.count) == bytes.count && fchown(descriptor, old.st_uid, old.st_gid) == 0
            && fchmod(descriptor, old.st_mode & 0o7777) == 0 && fsync(descriptor) == 0
        let reason = failure()
        guard close(descriptor) == 0, isWritten else { throw reason }
        guard rename(draft, target) == 0 else { throw failure() }
        let folder = open(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]) + "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw failure() }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw failure() }
    }
}
