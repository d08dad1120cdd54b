import FoundationEssentials
import Glibc
import JSON
import Testing

/// Asked to stop, the service answers what it has taken, stops its PostgreSQL, and starts again where it was.
@Suite(.timeLimit(.minutes(10))) struct ShutdownTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a stop under load loses no accepted command, and leaves nothing running`(signal: Int32) async throws {
        try await withDirectory { path in
            let data = "\(path)/data"
            let serving = try await Serving.start(["--data", data])
            #expect(!postgres(in: data).isEmpty)
            let accepted = await withTaskGroup { group in
                for _ in 0..<8 { group.addTask { await affiliate(on: serving, until: signal) } }
                return await group.reduce(into: []) { $0 += $1 }
            }
            let ending = await serving.program.ended()
            #expect(ending.status == 0, "\(ending.errors.suffix(1000))")
            #expect(accepted.count >= 8)
            #expect(postgres(in: data).isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(data)/data/postmaster.pid"))

            let again = try await Serving.start(["--data", data])
            let connection = again.connect()
            for contract in accepted {
                #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 1)
            }
            // It goes on where it was: what was not answered may be in the log, what was is.
            let next = try await connection.send("POST", "/v1/contracts/\(UUID())/affiliate", .affiliation())
            #expect(next.status == 201)
            #expect(next.body["position"]?.integer ?? 0 > accepted.count)
            #expect(await again.stop().status == 0)
            #expect(try await Program.run(["verify", "--data", data]).status == 0)
            #expect(postgres(in: data).isEmpty)
        }
    }

    /// Affiliates one agent after the other; after the tenth asks the service to stop, and goes on until it is turned away.
    private func affiliate(on serving: Serving, until signal: Int32) async -> [String] {
        let connection = serving.connect()
        var accepted: [String] = []
        while true {
            let contract = UUID().uuidString.lowercased()
            guard let reply = try? await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()) else {
                return accepted
            }
            if reply.status == 201 { accepted.append(contract) } else { #expect(reply.status == 503, "\(reply.body)") }
            if accepted.count == 10 || reply.status == 503 { serving.program.signal(signal) }
            if reply.headers["connection"] == "close" { return accepted }
        }
    }

    @Test(arguments: ["serve", "sandbox"])
    func `a stop while it still starts leaves nothing running either`(verb: String) async throws {
        try await withDirectory { path in
            let arguments = verb == "serve" ? ["--data", "\(path)/data"] : []
            let program = try Program([verb, "--listen", "127.0.0.1:0"] + arguments)
            while servers(of: program).isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let servers = servers(of: program)
            program.signal(SIGTERM)
            #expect(await program.ended().status == 0)
            for server in servers { #expect(kill(server, 0) != 0, "PostgreSQL goes on") }
        }
    }

    /// The programs of PostgreSQL that a program has started.
    private func servers(of program: Program) -> [pid_t] {
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        return processes.filter { process in
            let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
            return status.contains("Name:\tpostgres\n") && status.contains("PPid:\t\(program.process)\n")
        }
    }

    @Test func `a PostgreSQL that is killed under the service comes back, and so does the service`() async throws {
        try await withDirectory { path in
            let data = "\(path)/data"
            let serving = try await Serving.start(["--data", data])
            let connection = serving.connect()
            let contract = UUID().uuidString.lowercased()
            #expect(try await connection.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()).status == 201)
            for process in postgres(in: data) { kill(process, SIGKILL) }
            var status = 0
            // While it is away the answer is 503, with a time to come back; never 500.
            while status != 200 {
                let reply = try await connection.send(
                    "POST", "/v1/contracts/\(contract)/declare-pay", ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 1],
                    headers: ["Idempotency-Key": "k"])
                status = reply.status
                #expect(status == 200 || status == 503 && reply.headers["retry-after"] != nil, "\(status) \(reply.body)")
            }
            #expect(try await connection.send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 2)
            while try await connection.send("GET", "/readyz").status != 200 {}
            #expect(await serving.stop().status == 0)
            #expect(try await Program.run(["verify", "--data", data]).status == 0)
        }
    }
}
