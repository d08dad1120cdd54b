import Glibc

/// An entry of the operating system's user database.
struct UserEntry {
    let name: String
    let user: uid_t
    let group: gid_t

    init?(name: String) { self.init { getpwnam_r(name, $0, $1, $2, $3) } }

    init?(user: uid_t) { self.init { getpwuid_r(user, $0, $1, $2, $3) } }

    /// A user's name, or the number of a user without an entry.
    static func name(of user: uid_t) -> String { UserEntry(user: user)?.name ?? "\(user)" }

    private init?(
        _ find: (UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>) ->
            Int32
    ) {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var text = [CChar](repeating: 0, count: 16_384)
        let name: String? = text.withUnsafeMutableBufferPointer { text in
            guard let start = text.baseAddress, find(&entry, start, text.count, &found) == 0, found != nil else { return nil }
            return String(cString: entry.pw_name)
        }
        guard let name else { return nil }
        self.name = name
        user = entry.pw_uid
        group = entry.pw_gid
    }
}
