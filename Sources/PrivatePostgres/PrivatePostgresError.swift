/// Why a private PostgreSQL cannot be started.
public enum PrivatePostgresError: Error, Hashable, Sendable {
    /// No installation of at least `least` was found in PATH or in the packages' directories; `found` are the older ones.
    case notInstalled(least: Int, found: [Int])
    /// The data was written by a major version that is not installed. PostgreSQL cannot read it: restore a dump, or run `pg_upgrade`.
    case otherVersion(data: Int, installed: [Int])
    /// Another process, or another part of this one, owns the directory.
    case inUse(directory: String)
    /// PostgreSQL refuses to run as root, and there is no user `postgres`.
    case noServiceUser
    /// PostgreSQL is to run as `user`, who cannot enter the directory `closed`.
    case unreachable(directory: String, closed: String, user: String)
    /// A link takes the place of one of our directories or files. Its creator chose the target, so it is not trusted.
    case link(path: String)
    /// The directory belongs to `owner`, or others can write in it. They could replace its content.
    case notOurs(directory: String, owner: String)
    /// The directory holds data of a PostgreSQL that this program did not start.
    case foreignData(directory: String)
    /// A step failed; `output` is the message of the program or the operating system.
    case failed(step: String, output: String)
}

extension PrivatePostgresError: CustomStringConvertible {
    /// For people; it names directories and versions.
    public var description: String {
        switch self {
        case .notInstalled(let least, let found):
            "no PostgreSQL \(least) or newer is installed"
                + (found.isEmpty ? "" : " (found \(found.map(String.init).joined(separator: ", ")))")
        case .otherVersion(let data, let installed):
            "the data directory was written by PostgreSQL \(data), which is not installed"
                + " (installed: \(installed.map(String.init).joined(separator: ", "))): restore from a dump, or run pg_upgrade"
        case .inUse(let directory): "another service is using \(directory)"
        case .noServiceUser: "PostgreSQL does not run as root, and there is no user \"postgres\" to run it as"
        case .unreachable(let directory, let closed, let user):
            "the user \(user), as whom PostgreSQL runs, cannot pass \(closed) and so cannot reach \(directory):"
                + " name a directory elsewhere, such as one in /var/lib, or let others pass (chmod o+x \(closed))"
        case .link(let path): "\(path) is a link, or a file with several names, and is not used: name the directory that it leads to"
        case .notOurs(let directory, let owner):
            "\(directory) belongs to \(owner), or others can write there, and is not used: name a directory of your own"
        case .foreignData(let directory):
            "\(directory) holds a PostgreSQL that was not made here: name another directory"
                + " (for a copy of a private one, first make the empty file \(directory)/lock)"
        case .failed(let step, let output): "\(step) failed: \(output)"
        }
    }
}
