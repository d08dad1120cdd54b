/// Why a private PostgreSQL cannot be started.
public enum PrivatePostgresError: Error, Hashable, Sendable {
    /// No installation of at least `least` was found in PATH or where packages put it; `found` are the older ones.
    case notInstalled(least: Int, found: [Int])
    /// The data were written by another major version than those installed. PostgreSQL does not read them: restore from a dump, or run `pg_upgrade`.
    case otherVersion(data: Int, installed: [Int])
    /// Another process, or another part of this one, owns the directory.
    case inUse(directory: String)
    /// PostgreSQL refuses to run as root, and there is no user `postgres` to run it as.
    case noServiceUser
    /// A step failed; `output` is what the program, or the operating system, said.
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
        case .failed(let step, let output): "\(step) failed: \(output)"
        }
    }
}
