import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// A service with the scheme of money, which a test kills amid its work and starts again.
struct KilledService {
    /// Where its data are.
    enum Place: CaseIterable {
        /// In a PostgreSQL of its own. When the service is killed, the next one ends what is left of it.
        case ownServer
        /// In a PostgreSQL that goes on when the service is killed.
        case otherServer
    }

    /// What is killed.
    enum Victim: CaseIterable {
        /// The service.
        case service
        /// The sessions of the database. In a PostgreSQL of its own one process is killed, and PostgreSQL ends all others by itself.
        case sessions
        /// Both at once; a PostgreSQL of its own with all its processes.
        case everything
    }

    /// The running service.
    private(set) var serving: Serving
    private var isRunning = true
    private let start: @Sendable () async throws -> Serving
    private let database: DatabaseOfPlace
    private let schemeOption: [String]

    private enum DatabaseOfPlace {
        /// The directory of `--data`.
        case own(String)
        /// For its superuser.
        case other(TestDatabase)

        /// How verbs are told of it.
        var options: [String] {
            switch self {
            case .own(let data): ["--data", data]
            case .other(let database): ["--database", database.url]
            }
        }
    }

    private init(in database: DatabaseOfPlace, scheme: [String], _ start: @escaping @Sendable () async throws -> Serving) async throws {
        (self.database, schemeOption, self.start) = (database, scheme, start)
        serving = try await start()
    }

    /// Runs the body with a service on a database of its own.
    ///
    /// - Parameter values: other values of the scheme's parameters, by their names.
    static func run(
        in place: Place, changing values: [String: JSON] = [:], _ body: (inout KilledService) async throws -> Void
    ) async throws {
        try await withDirectory { path in
            try MoneyScheme.write(to: "\(path)/scheme.json", changing: values)
            let scheme = ["--scheme", "\(path)/scheme.json"]
            switch place {
            case .ownServer:
                let data = "\(path)/data"
                let options = ["--data", data] + scheme
                var service = try await KilledService(in: .own(data), scheme: scheme) { try await Serving.start(options) }
                try await stop(&service, after: body)
            case .otherServer:
                try await withDatabase { made in
                    #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                    try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                    let options = ["--database", try await url(in: made.url), "--vault-key", "\(path)/vault.key"] + scheme
                    var service = try await KilledService(in: .other(made), scheme: scheme) { try await Serving.start(options) }
                    try await stop(&service, after: body)
                }
            }
        }
    }

    /// Runs the body; afterwards the service does not run.
    static func stop(_ service: inout KilledService, after body: (inout KilledService) async throws -> Void) async throws {
        do { try await body(&service) } catch {
            await service.stop()
            throw error
        }
        await service.stop()
    }

    /// Another service on the same database, which must not be one of its own.
    func another() async throws -> KilledService { try await KilledService(in: database, scheme: schemeOption, start) }

    /// Kills, and starts the service again if it was killed.
    mutating func kill(_ victim: Victim) async throws {
        if victim != .service { try await killDatabase(victim) }
        if victim == .sessions { return }
        serving.program.signal(SIGKILL)
        #expect(await serving.program.ended().status == 128 + SIGKILL)
        // Nothing is sent to a process that has ended: its number can be another one's.
        isRunning = false
        serving = try await start()
        isRunning = true
    }

    /// Stops it as an operator does, if it runs.
    mutating func stop() async {
        if !isRunning { return }
        isRunning = false
        #expect(await serving.stop().status == 0)
    }

    private func killDatabase(_ victim: Victim) async throws {
        switch database {
        case .own(let data):
            var processes = postgres(in: data)
            if victim == .sessions {
                // The first line is the number of the process that starts the others.
                let first = try String(contentsOfFile: "\(data)/data/postmaster.pid", encoding: .utf8).prefix { $0 != "\n" }
                processes = Array(processes.filter { String($0) != first }.shuffled().prefix(1))
            }
            for process in processes { Glibc.kill(process, SIGKILL) }
        case .other(let made):
            let superuser = Database(made.configuration, connections: 1)
            _ = try await superuser.withSession { session in
                try session.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
            }
            await superuser.shutdown()
        }
    }

    /// Stops the service, and proves the log, and what is said of money against it.
    ///
    /// - Returns: what the proof of money found.
    mutating func verify() async throws -> JSON {
        await stop()
        let log = try await Program.run(["verify"] + database.options)
        #expect(log.status == 0, "\(log)")
        let money = try await Program.run(["verify", "--money", "--json"] + database.options + schemeOption)
        let finding = try JSON(parsing: Array(money.output.utf8))
        #expect(money.status == 0 && finding["whole"] == true, "\(money)")
        return finding
    }
}
