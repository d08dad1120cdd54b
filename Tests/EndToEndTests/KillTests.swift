import FoundationEssentials
import Glibc
import JSON
import PostgresTesting
import Synchronization
import Testing

/// The service is killed in the middle of its work, again and again. What it answered with success is in the log, and nothing is there twice.
@Suite(.serialized, .timeLimit(.minutes(10))) struct KillTests {
    @Test func `killed with a PostgreSQL of its own, which the next one takes over`() async throws {
        try await withDirectory { path in
            let clients = try await outlive(kills: 15) { try await Serving.start(["--data", "\(path)/data"]) }
            try await check(clients, on: try await Serving.start(["--data", "\(path)/data"]))
            let verified = try await Program.run(["verify", "--data", "\(path)/data", "--json"])
            #expect(
                verified.status == 0 && verified.output.contains(#""whole":true,"position":\#(clients.map(\.told.count).reduce(0, +))"#))
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    @Test func `killed beside a PostgreSQL that goes on`() async throws {
        try await withDirectory { path in
            try await withDatabase { database in
                let environment = ["MAINTIEN_DATABASE": database.url]
                #expect(try await Program.run(["migrate"], environment: environment).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let login = ["MAINTIEN_DATABASE": try await url(in: database.url)]
                let start = { try await Serving.start(["--vault-key", "\(path)/vault.key"], environment: login) }
                let clients = try await outlive(kills: 35, start)
                try await check(clients, on: try await start())
                let verified = try await Program.run(["verify", "--json"], environment: environment)
                #expect(
                    verified.status == 0 && verified.output.contains(#""whole":true,"position":\#(clients.map(\.told.count).reduce(0, +))"#)
                )
            }
        }
    }

    @Test func `killed while it still starts, from the very first time on`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            for attempt in 0..<12 {
                let program = try Program(["serve", "--listen", "127.0.0.1:0"] + data)
                try await Task.sleep(for: .milliseconds(attempt * 80))
                program.signal(SIGKILL)
                _ = await program.ended()
            }
            // What the last one left of initdb goes on by itself for a while.
            while makesData(in: "\(path)/data") { await Task.yield() }
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving)
            #expect(try await serving.connect().send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 3)
            #expect(await serving.stop().status == 0)
            #expect(try await Program.run(["verify"] + data).status == 0)
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    /// Whether some process is given the directory of data that is not complete.
    private func makesData(in directory: String) -> Bool {
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { pid_t($0) != nil }
        return processes.contains { process in
            let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline").map { String(decoding: $0, as: UTF8.self) }
            return command?.contains("\(directory)/data.new") == true
        }
    }

    /// Lets clients work on a service that is killed after a few answers each time; they go on with the next. At the end each gets the answer it
    /// still waits for.
    private func outlive(kills: Int, _ start: () async throws -> Serving) async throws -> [Client] {
        var clients = (0..<6).map(Client.init)
        for round in 0...kills {
            let serving = try await start()
            let fuse = round == kills ? nil : Fuse(answers: Int.random(in: 0...40))
            clients = await withTaskGroup { group in
                for client in clients {
                    group.addTask {
                        var client = client
                        await client.work(with: serving) { await fuse?.burn { serving.program.signal(SIGKILL) } ?? false }
                        return client
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let ending = round == kills ? await serving.stop() : await serving.program.ended()
            #expect(ending.status == (round == kills ? 0 : 128 + SIGKILL), "\(ending.errors.suffix(500))")
        }
        return clients
    }

    /// Holds what the clients were told against the log.
    private func check(_ clients: [Client], on serving: Serving) async throws {
        let connection = serving.connect()
        for client in clients {
            #expect(client.told.count > 10)
            for (contract, answers) in Dictionary(grouping: client.told, by: \.contract) {
                let events = try await connection.send("GET", "/v1/contracts/\(contract)/events").body["events"]?.array ?? []
                let versions = answers.map(\.version).sorted()
                #expect(versions == Array(1...answers.count), "client \(client.number), contract \(contract): told of \(versions)")
                #expect(events.count == answers.count, "client \(client.number), contract \(contract): a command is lost or doubled")
                for answer in answers {
                    let event = events.first { $0["version"] == JSON(answer.version) }
                    #expect(event?["data"]?["grossMonthlyPayCents"] == JSON(answer.cents) && event?["position"] == JSON(answer.position))
                }
            }
        }
        #expect(await serving.stop().status == 0)
    }
}

/// Burns down answer by answer.
private final class Fuse: Sendable {
    private let left: Atomic<Int>

    init(answers: Int) { left = Atomic(answers) }

    /// Returns whether there is more to burn; at its end, and not always right after an answer, sets off what it leads to.
    func burn(_ setOff: () -> Void) async -> Bool {
        let left = left.subtract(1, ordering: .relaxed).newValue
        if left == 0 { try? await Task.sleep(for: .microseconds(Int.random(in: 0...5000))) }
        if left <= 0 { setOff() }
        return left > 0
    }
}

/// Tells one command after the other, each under a key of its own, and sends one again that it got no answer to.
private struct Client: Sendable {
    /// What was answered with success.
    struct Answer: Sendable {
        let contract: String
        let version: Int
        let position: Int
        /// What was told: it tells the commands apart.
        let cents: Int
    }

    let number: Int
    private(set) var told: [Answer] = []
    private var contract = UUID().uuidString.lowercased()

    init(number: Int) { self.number = number }

    /// Works until the service is gone or it may not go on.
    mutating func work(with serving: Serving, mayGoOn: () async -> Bool) async {
        let connection = serving.connect()
        while true {
            let isFirst = told.count % 8 == 0
            if isFirst, told.last?.contract == contract { contract = UUID().uuidString.lowercased() }
            let cents = number * 1_000_000 + told.count
            let pay: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": JSON(cents)]
            var affiliation = JSON.affiliation(identity: ["familyName": "Kerbrat"]).object ?? [:]
            affiliation["grossMonthlyPayCents"] = JSON(cents)
            let (command, body) = isFirst ? ("affiliate", .object(affiliation)) : ("declare-pay", pay)
            guard
                let reply = try? await connection.send(
                    "POST", "/v1/contracts/\(contract)/\(command)", body, headers: ["Idempotency-Key": "\(number)-\(told.count)"])
            else { return }
            // Recorded once or not at all, which the same key settles.
            if reply.status == 503 { continue }
            guard reply.status == 200 || reply.status == 201 else {
                Issue.record("\(command) was answered \(reply.status): \(reply.body)")
                return
            }
            told.append(
                Answer(
                    contract: contract, version: reply.body["version"]?.integer ?? 0, position: reply.body["position"]?.integer ?? 0,
                    cents: cents))
            guard await mayGoOn() else { return }
        }
    }
}
