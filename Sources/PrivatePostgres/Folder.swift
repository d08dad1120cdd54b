import FoundationEssentials
import Glibc

/// An open directory. Its operations stay in this directory even if its path later names another one. They follow no link.
final class Folder {
    let path: String
    let descriptor: Int32

    /// Opens a directory; refuses a link.
    init(_ path: String) throws(PrivatePostgresError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw Self.failure(at: path) }
    }

    private init?(_ name: String, in parent: Folder) {
        descriptor = openat(parent.descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        path = "\(parent.path)/\(name)"
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// The error for a path that is not an accessible directory.
    private static func failure(at path: String) -> PrivatePostgresError {
        let number = errno
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { return .link(path: path) }
        errno = number
        return .system("opening \(path)")
    }

    /// The directory's status.
    var status: stat {
        var status = stat()
        fstat(descriptor, &status)
        return status
    }

    /// The status of an entry, without following a link; nil when there is no entry.
    func status(of name: String) -> stat? {
        var status = stat()
        return fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    /// The names of the entries.
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd/\(descriptor)")) ?? [] }

    /// Opens a regular file with only one name: a second name could be a hard link to any file.
    func openFile(_ name: String, _ flags: Int32) throws(PrivatePostgresError) -> Int32 {
        let file = openat(descriptor, name, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == ELOOP { throw .link(path: "\(path)/\(name)") }
            throw .system("opening \(path)/\(name)")
        }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_nlink <= 1 else {
            close(file)
            throw .link(path: "\(path)/\(name)")
        }
        return file
    }

    /// The text of a file written by this process's user or root; nil when there is no such file.
    func text(of name: String) -> String? {
        guard let file = try? openFile(name, O_RDONLY) else { return nil }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_uid == 0 || status.st_uid == geteuid() else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(file, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// Replaces a file.
    ///
    /// - Parameter owner: the file's new owner; this process's user when nil.
    func write(_ text: String, to name: String, for owner: ServiceUser? = nil) throws(PrivatePostgresError) {
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw .system("replacing \(path)/\(name)") }
        let file = try openFile(name, O_WRONLY | O_CREAT | O_EXCL)
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw .system("writing \(path)/\(name)") }
        if let owner, owner.isOther, fchown(file, owner.user, owner.group) != 0 { throw .system("handing over \(path)/\(name)") }
    }

    /// Removes a file, a link, or a directory with its content.
    func remove(_ name: String) {
        if unlinkat(descriptor, name, 0) == 0 || errno == ENOENT { return }
        if let inner = Folder(name, in: self) { for name in inner.names { inner.remove(name) } }
        unlinkat(descriptor, name, AT_REMOVEDIR)
    }
}
