import Glibc

/// Where tests keep what they throw away.
public enum TestDirectory {
    /// In memory, where there is enough of it: a database is some hundred small files, and each test makes one.
    public static let parent: String = {
        var status = statvfs()
        guard statvfs("/dev/shm", &status) == 0, access("/dev/shm", W_OK) == 0 else { return "/tmp" }
        return UInt64(status.f_bavail) * UInt64(status.f_bsize) > 2 << 30 ? "/dev/shm" : "/tmp"
    }()

    /// A name that nobody has, there. Nothing is made.
    public static func unused(_ name: String = "") -> String { "\(parent)/postgres-tests-\(name)\(UInt32.random(in: 0 ... .max))" }
}
