import JSON
import Postgres
import PostgresTesting
import Synchronization
import Testing

@testable import ContractService

/// While the database is away everything says so, and nothing needs help once it is back.
@Suite(.timeLimit(.minutes(10))) struct AvailabilityTests {
    @Test func `while the database is away nothing is answered, and once it is back everything is`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(
                .affiliation(["holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Ollivier"]]]))
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            #expect(await service.settledReadiness().isReady)

            try await made.shut(true)
            #expect(await service.outcome(.declarePay, pay, of: contract, key: "k").word == "unavailable")
            #expect(await service.outcome(.declarePay, pay, of: contract, dryRun: true).word == "unavailable")
            #expect(await Outcome { try await service.ask(.timeline, of: contract) }.word == "unavailable")
            #expect(await Outcome { try await service.person(.holder, of: contract) }.word == "unavailable")
            #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: [:]) }.word == "unavailable")
            #expect(await service.outcome(.declarePay, ["effectiveOn": 1], of: contract).word == "malformed /effectiveOn")
            #expect(await !service.readiness().isReady)

            try await made.shut(false)
            #expect(await service.outcome(.declarePay, pay, of: contract, key: "k").word == "accepted")
            #expect(try await service.version(of: contract) == 2)
            #expect(try await service.person(.holder, of: contract).content == ["familyName": "Ollivier"])
            // A verdict is shared for a while.
            while await !service.readiness().isReady { await Task.yield() }
        }
    }

    @Test func `a connection that ends under a command is told as such, and the retry is recorded once`() async throws {
        try await withService { made in
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let contract = try await service.affiliated()
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            clock.interrupt { try await made.cutConnections() }
            // A guess sends its COMMIT with all else: nobody knows whether the server got it.
            #expect(await ["unavailable", "outcome unknown"].contains(service.outcome(.declarePay, pay, of: contract, key: "k").word))
            #expect(await service.outcome(.declarePay, pay, of: contract, key: "k").word == "accepted")
            #expect(await service.outcome(.declarePay, pay, of: contract, key: "k").word == "replayed")
            #expect(try await service.version(of: contract) == 2)
        }
    }

    @Test func `what waits is bounded: more is turned away at once, and what waits is answered`() async throws {
        try await withService { made in
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let isFull = Atomic(false)
            // One group is held up, and then so many wait that a second one begins, which is held up as well.
            for _ in 1...2 { clock.interrupt { while !isFull.load(ordering: .acquiring) { await Task.yield() } } }
            async let first = service.outcome(.affiliate, .affiliation(), of: .new())
            while clock.pending > 1 { await Task.yield() }
            let resume: JSON = ["effectiveOn": "2026-05-01"]
            let words = await withTaskGroup { group in
                for _ in 0..<64 { group.addTask { await service.outcome(.affiliate, .affiliation(), of: .new()).word } }
                while clock.pending > 0 { await Task.yield() }
                for _ in 0..<4096 { group.addTask { await service.outcome(.resume, resume, of: .new()).word } }
                while service.desk.queueLength < 4096 { await Task.yield() }
                #expect(await service.outcome(.resume, resume, of: .new()).word == "overloaded")
                isFull.store(true, ordering: .releasing)
                return await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(await first.word == "accepted")
            #expect(words == ["accepted", "contract.unknown"])
            #expect(await service.outcome(.affiliate, .affiliation(), of: .new()).word == "accepted")
        }
    }

    @Test func `a service that is stopping answers what it has taken, and takes nothing more`() async throws {
        try await withService { made in
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let contract = try await service.affiliated()
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            let isClosed = Atomic(false)
            clock.interrupt { while !isClosed.load(ordering: .acquiring) { await Task.yield() } }
            async let first = service.outcome(.affiliate, .affiliation(), of: .new())
            while clock.pending > 0 { await Task.yield() }

            let words = await withTaskGroup { group in
                for _ in 0..<20 { group.addTask { await service.outcome(.declarePay, pay, of: contract).word } }
                while service.desk.queueLength < 20 { await Task.yield() }
                async let drained: Void = service.drain()
                while !service.desk.isClosed { await Task.yield() }
                #expect(await service.outcome(.declarePay, pay, of: contract).word == "unavailable")
                isClosed.store(true, ordering: .releasing)
                await drained
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(await first.word == "accepted")
            #expect(words == Array(repeating: "accepted", count: 20))
            #expect(await service.outcome(.declarePay, pay, of: contract).word == "unavailable")
            // Questions go on.
            #expect(try await service.version(of: contract) == 21)
        }
    }
}

extension ServiceUnderTest {
    /// Ends all connections and lets no new one in, or lets them in again.
    fileprivate func shut(_ isShut: Bool) async throws {
        var configuration = try PostgresConfiguration(url: url).patient
        let name = configuration.database ?? ""
        configuration.database = "postgres"
        let elsewhere = Database(configuration, connections: 1)
        try await elsewhere.withSession { session in
            try session.executeScript("ALTER DATABASE \(name) ALLOW_CONNECTIONS \(!isShut)")
            try session.execute("SELECT pg_terminate_backend(pid, 600000) FROM pg_stat_activity WHERE datname = \(isShut ? name : "")")
        }
        await elsewhere.shutdown()
    }

    /// Ends all connections of the service.
    func cutConnections() async throws {
        try await owner.withSession { session in
            _ = try session.execute(
                "SELECT pg_terminate_backend(pid, 600000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        }
    }
}
