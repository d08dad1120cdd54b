import FoundationEssentials
import Glibc
import JSON
import Testing

/// A running `maintien serve` or `maintien sandbox`.
struct Serving: Sendable {
    let program: Program
    let port: Int
    static let token = "end-to-end.token-0123456789abcdef0123456789"

    /// Starts it on a free port, and returns when it says that it is ready.
    static func start(
        _ arguments: [String], verb: String = "serve", environment: [String: String] = [:], directory: String = "/",
        limitingFilesTo files: Int? = nil
    ) async throws -> Serving {
        let program = try Program(
            [verb, "--listen", "127.0.0.1:0"] + arguments, environment: environment.merging(["MAINTIEN_TOKEN": token]) { own, _ in own },
            directory: directory, limitingFilesTo: files)
        let written = await program.written("\n")
        guard let port = written.firstMatch(of: /ready at http:\/\/127\.0\.0\.1:(\d+)/).flatMap({ Int($0.1) }) else {
            program.signal(SIGKILL)
            let ending = await program.ended()
            throw Program.Failure(step: "serving: \(ending.output)\n\(ending.errors)")
        }
        return Serving(program: program, port: port)
    }

    /// A connection to it.
    func connect(token: String = token) -> HTTPConnection { HTTPConnection(port: port, token: token) }

    /// Stops it as an operator does.
    @discardableResult
    func stop() async -> Program.Ending {
        program.signal(SIGTERM)
        return await program.ended()
    }
}

/// Runs the body with a directory of its own, which PostgreSQL's user can pass through; removed afterwards, with what still runs in it.
func withDirectory<T>(_ body: (String) async throws -> T) async throws -> T {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    let path = "\(parent)/maintien-end-to-end-\(UUID().uuidString.prefix(8))"
    guard mkdir(path, 0o755) == 0 else { throw Program.Failure(step: "making \(path)") }
    defer {
        for process in postgres(in: "\(path)/data") { kill(process, SIGQUIT) }
        try? FileManager.default.removeItem(atPath: path)
    }
    return try await body(path)
}

/// The processes of PostgreSQL that run in the private server of a `--data` directory.
func postgres(in directory: String) -> [pid_t] {
    let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
    return processes.filter { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")) == "\(directory)/data" }
}

extension JSON {
    /// A body of `affiliate` under the scheme that comes with the program.
    static func affiliation(identity: JSON? = nil) -> JSON {
        var holder: JSON.Object = ["bornOn": "1985-03-14"]
        holder["identity"] = identity
        return [
            "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A", "option": "base",
            "grossMonthlyPayCents": 250_000,
            "employment": ["kind": "civilServant", "startedOn": "2019-09-01"], "holder": .object(holder),
        ]
    }
}
