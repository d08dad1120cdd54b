import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Synchronization
import Testing
import Vault

@testable import ContractService

/// Everybody is answered, whatever PostgreSQL does.
@Suite(.timeLimit(.minutes(10))) struct StallTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]

    @Test func `a server that stands still holds up no answer, and once it goes on each command is settled by its key`() async throws {
        let directory = TestDirectory.unused()
        let server = PrivatePostgres(directory: directory)
        let owner = try PostgresConfiguration(url: try await server.start().url())
        try await ServiceOnServer.prepare(owner)
        let made = try await ServiceOnServer(on: owner, masterKey: .random(), patience: .seconds(5), connecting: .seconds(5))
        let service = made.contracts
        let contract = ContractID.new()
        #expect(await ["accepted", "replayed"].contains(service.settled(.affiliate, .affiliation(), of: contract, key: "a").word))
        let postmaster = try #require(await server.processIdentifier)

        let stopped = ProcessFamily(of: postmaster)
        stopped.standStill()
        let words = await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask { await service.outcome(.declarePay, Self.pay, of: contract, key: "k\(number)").word }
                group.addTask { await service.outcome(.affiliate, .affiliation(), of: .new()).word }
            }
            group.addTask { await Outcome { try await service.ask(.timeline, of: contract) }.word }
            group.addTask {
                let lines = (0..<20).map { SpokenLine(contract: contract, command: .declarePay, body: Self.pay, key: "l\($0)").line($0) }
                let answers = (try? await service.submitAll(lines, caller: "clerk")) ?? []
                return answers.count == 20 && answers.allSatisfy { ["unavailable", "outcome unknown"].contains(Outcome($0.outcome).word) }
                    ? "unavailable" : "\(answers)"
            }
            group.addTask { await service.readiness().isReady ? "ready" : "unavailable" }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(words.isSubset(of: ["unavailable", "outcome unknown"]))
        // What waits for the database itself ends with its task.
        let trial = Task { await service.outcome(.declarePay, Self.pay, of: contract, dryRun: true) }
        trial.cancel()
        #expect(await trial.value.answer == nil)
        stopped.goOn()

        // Whichever of them were recorded, the same keys settle all.
        for key in (0..<20).flatMap({ ["k\($0)", "l\($0)"] }) {
            #expect(await ["accepted", "replayed"].contains(service.settled(.declarePay, Self.pay, of: contract, key: key).word))
        }
        #expect(await service.settled(.declarePay, Self.pay, of: contract, key: "k0").word == "replayed")
        #expect(try await service.settledVersion(of: contract) == 41)
        await made.close()
        await server.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `a service ends while its server stands still`() async throws {
        let directory = TestDirectory.unused()
        let server = PrivatePostgres(directory: directory)
        let owner = try PostgresConfiguration(url: try await server.start().url())
        try await ServiceOnServer.prepare(owner)
        let made = try await ServiceOnServer(on: owner, masterKey: .random(), patience: .seconds(5), connecting: .seconds(5))
        let contract = ContractID.new()
        #expect(await ["accepted", "replayed"].contains(made.contracts.settled(.affiliate, .affiliation(), of: contract, key: "a").word))
        let stopped = ProcessFamily(of: try #require(await server.processIdentifier))
        stopped.standStill()
        async let word = made.contracts.outcome(.declarePay, Self.pay, of: contract).word
        await made.contracts.drain()
        await made.database.shutdown()
        #expect(await ["unavailable", "outcome unknown"].contains(word))
        stopped.goOn()
        await made.owner.shutdown()
        await server.stop()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `a command whose task is cancelled is withdrawn while it waits, and of unknown outcome while it is decided`() async throws {
        try await withService { made in
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let contract = try await service.affiliated()
            let isAnswered = Atomic(false)
            clock.interrupt { while !isAnswered.load(ordering: .acquiring) { await Task.yield() } }
            let decided = Task { await service.outcome(.declarePay, Self.pay, of: contract, key: "decided").word }
            while clock.pending > 0 { await Task.yield() }
            let waiting = Task { await service.outcome(.declarePay, Self.pay, of: contract, key: "waiting").word }
            while service.desk.queueLength == 0 { await Task.yield() }
            waiting.cancel()
            decided.cancel()
            #expect(await waiting.value == "unavailable")
            #expect(await decided.value == "outcome unknown")
            #expect(service.desk.queueLength == 0)
            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return await service.outcome(.declarePay, Self.pay, of: contract, key: "early").word
            }
            #expect(await early.value == "unavailable")
            isAnswered.store(true, ordering: .releasing)
            #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "decided").word == "replayed")
            #expect(try await service.version(of: contract) == 2)
        }
    }

    @Test func `a database that only reads records nothing and refuses nothing, and no restart is needed once it writes`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated()
            let name = try PostgresConfiguration(url: made.url).database ?? ""
            try await made.owner.withSession { session in
                try session.executeScript("ALTER DATABASE \(name) SET default_transaction_read_only = on")
            }
            try await made.cutConnections()
            #expect(await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word == "unavailable")
            #expect(await service.outcome(.affiliate, .affiliation(), of: contract).word == "unavailable")
            #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: [:]) }.word == "unavailable")
            let line = SpokenLine(contract: contract, command: .declarePay, body: Self.pay, key: "k").line(1)
            #expect(try await service.submitAll([line], caller: "clerk").map { Outcome($0.outcome).word } == ["unavailable"])
            let readiness = await service.settledReadiness()
            #expect(!readiness.isReady && readiness.detail == "the database is read-only")
            #expect(try await service.version(of: contract) == 1)
            try await made.owner.withSession { session in
                try session.executeScript("BEGIN READ WRITE; ALTER DATABASE \(name) RESET default_transaction_read_only; COMMIT")
            }
            var word = ""
            // A connection that was made meanwhile finds out when it is to write.
            for _ in 1...8 where word != "accepted" { word = await service.outcome(.declarePay, Self.pay, of: contract, key: "k").word }
            #expect(word == "accepted")
        }
    }
}
