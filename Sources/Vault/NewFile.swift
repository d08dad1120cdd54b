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
}
