import FoundationEssentials
import Glibc

/// The programs of an installed PostgreSQL.
struct Installation: Sendable {
    let binaries: String
    let major: Int

    /// The oldest major version supported.
    static let least = 15

    /// Finds the installation for the data: the one of the same version, or the newest when there is no data.
    /// - Parameter data: The major version that wrote the data.
    static func find(for data: Int?) throws(PrivatePostgresError) -> Installation {
        let all = candidates().compactMap(Installation.init(binaries:)).sorted { $0.major > $1.major }
        let usable = all.filter { $0.major >= least }
        guard let newest = usable.first else { throw .notInstalled(least: least, found: all.map(\.major)) }
        guard let data else { return newest }
        guard let same = usable.first(where: { $0.major == data }) else { throw .otherVersion(data: data, installed: usable.map(\.major)) }
        return same
    }

    /// Nil unless the directory has both programs and `postgres` prints its version.
    private init?(binaries: String) {
        let postgres = binaries + "/postgres"
        guard access(postgres, X_OK) == 0, access(binaries + "/initdb", X_OK) == 0,
            let version = try? ChildProcess.run(postgres, ["--version"]), version.status == 0,
            // "postgres (PostgreSQL) 15.20 (Debian …)"
            let number = version.output.split(separator: " ").dropFirst(2).first, let major = Int(number.prefix { $0.isNumber })
        else { return nil }
        self.binaries = binaries
        self.major = major
    }

    private static func candidates() -> [String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let packaged = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"].flatMap { parent in
            ((try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []).map { "\(parent)/\($0)/bin" }
        }
        var seen: Set<String> = []
        return (path.split(separator: ":").map(String.init) + packaged).filter { seen.insert($0).inserted }
    }
}
