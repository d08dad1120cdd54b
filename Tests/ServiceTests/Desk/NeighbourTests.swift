import EventLog
import FoundationEssentials
import JSON
import Postgres
import Testing

@testable import ContractService

/// One transaction serves many commands; what is wrong with one of them is its own affair.
@Suite(.timeLimit(.minutes(10))) struct NeighbourTests {
    /// Something that makes the transaction fail in which it is decided or written.
    struct Poison: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// Makes it, and tells the command.
        let prepare: @Sendable (ServiceUnderTest) async throws -> Submission

        static let all = [
            Poison(testDescription: "a caller's name that PostgreSQL cannot store") { service in
                Submission(contract: .new(), command: .affiliate, body: .affiliation(), caller: "clerk \u{0}")
            },
            Poison(testDescription: "an event that this version cannot read") { service in
                let contract = try await service.contracts.affiliated()
                try await service.record("telepathy", #"{"effectiveOn":"2026-05-01"}"#, of: contract, version: 2)
                return Submission(contract: contract, command: .resume, body: ["effectiveOn": "2026-05-01"], caller: "clerk")
            },
            Poison(testDescription: "a payload that is no fact") { service in
                let contract = try await service.contracts.affiliated()
                try await service.record("resumed", #"{"effectiveOn":"2026-02-30"}"#, of: contract, version: 2)
                return Submission(contract: contract, command: .resume, body: ["effectiveOn": "2026-05-01"], caller: "clerk")
            },
            Poison(testDescription: "a history with a hole") { service in
                let contract = try await service.contracts.affiliated()
                try await service.record("resumed", #"{"effectiveOn":"2026-05-01"}"#, of: contract, version: 3)
                return Submission(contract: contract, command: .resume, body: ["effectiveOn": "2026-05-01"], caller: "clerk")
            },
            Poison(testDescription: "a person's key that was altered") { service in
                let contract = ContractID.new()
                try await service.owner.withSession { session in
                    _ = try session.execute(
                        "INSERT INTO vault.person (contract_id, person, wrapped_key) VALUES (\(contract.uuid), 'holder', \([UInt8](repeating: 7, count: 40)))"
                    )
                }
                let holder: JSON = ["bornOn": "1985-03-14", "identity": ["familyName": "Ollivier"]]
                return Submission(contract: contract, command: .affiliate, body: .affiliation(["holder": holder]), caller: "clerk")
            },
        ]
    }

    @Test(arguments: Poison.all)
    func `a command that cannot be written fails alone`(poison: Poison) async throws {
        try await withService { made in
            let poisoned = try await poison.prepare(made)
            let clock = InterruptedClock(at: "2026-05-20T09:00:00Z")
            let service = made.another(clock: clock)
            let holder: JSON = ["bornOn": "1985-03-14", "identity": ["familyName": "Kerbrat"]]
            let neighbours = [ContractID.new(), .new(), .new()]

            // While one round is held up the others come together in the next.
            clock.interrupt { while service.desk.queueLength < 5 { await Task.yield() } }
            async let first = service.outcome(.affiliate, .affiliation(), of: .new())
            while clock.pending > 0 { await Task.yield() }
            async let failed = Outcome { try await service.submit(poisoned) }
            async let one = service.outcome(.affiliate, .affiliation(["holder": holder]), of: neighbours[0])
            async let two = service.outcome(.affiliate, .affiliation(), of: neighbours[1], key: "k")
            async let three = service.outcome(.resume, ["effectiveOn": "2026-05-01"], of: neighbours[2])
            async let four = service.outcome(.affiliate, .affiliation(), of: neighbours[2])
            let words = await [first.word, one.word, two.word, four.word]
            #expect(words == ["accepted", "accepted", "accepted", "accepted"])
            #expect(["contract.unknown", "resumption.nothingToResume"].contains(await three.word))
            #expect(await failed.word.hasPrefix("fault"))

            for neighbour in neighbours { #expect(try await service.version(of: neighbour) == 1) }
            #expect(try await service.person(.holder, of: neighbours[0]).content == holder["identity"])
            #expect(await service.outcome(.affiliate, .affiliation(), of: neighbours[1], key: "k").word == "replayed")
            // Nor does it stand in the way of what comes later.
            #expect(await service.outcome(.affiliate, .affiliation(), of: .new()).word == "accepted")
        }
    }
}

extension ServiceUnderTest {
    /// Writes an event behind the service's back, far from the others.
    func record(_ type: String, _ payload: String, of contract: ContractID, version: Int) async throws {
        try await owner.withSession { session in
            try session.transaction { session in
                _ = try session.execute("UPDATE log.head SET position = position + 1, hash = sha256(hash), recorded_at = now()")
                _ = try session.execute(
                    """
                    INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                    SELECT position, \(contract.uuid), \(version)::integer, \(type), 1, recorded_at, 'nobody', \(payload)::text::json, hash
                    FROM log.head
                    """)
            }
        }
    }
}
