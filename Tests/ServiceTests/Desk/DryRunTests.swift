import CivilTime
import Contracts
import JSON
import Postgres
import Testing

@testable import ContractService

/// What a dry run shows is what then happens, and showing it leaves no trace.
@Suite(.timeLimit(.minutes(10))) struct DryRunTests {
    @Test(arguments: 1...12)
    func `a dry run writes nothing, and shows what the command then changes`(seed: UInt64) async throws {
        try await withService { service in
            #expect(service.clock.set("2026-11-20T09:00:00Z"))
            let contract = try await service.contracts.affiliated()
            var life = RandomLife(seed: seed)
            var (accepted, refused) = (0, 0)
            for number in 1...90 {
                let (command, body) = life.next()
                let before = try await Line(of: contract, in: service.contracts)
                let traces = try await service.traces
                let shown = await service.contracts.outcome(command, body, of: contract, key: "dry \(number)", dryRun: true)
                #expect(try await service.traces == traces)
                let done = await service.contracts.outcome(command, body, of: contract)
                #expect(shown.word == done.word, "\(command): \(body)")
                guard let promise = shown.answer, let answer = done.answer else {
                    refused += 1
                    continue
                }
                accepted += 1
                #expect(promise.body["events"] == answer.body["events"])
                #expect(promise.body["dryRun"] == true)
                #expect(!promise.created && !promise.replayed)
                let after = try await Line(of: contract, in: service.contracts)
                let differences = difference(between: before, and: after, shown: Line(changes: promise.body["changes"] ?? .null))
                #expect(differences.isEmpty, "\(command): \(body)")
            }
            // Neither all lawful nor all unlawful, or nothing is shown.
            #expect(accepted >= 10 && refused >= 10, "\(accepted) accepted, \(refused) refused")
        }
    }

    @Test func `a dry run of the first command shows the whole life`() async throws {
        try await withService { service in
            let contract = ContractID.new()
            let shown = try await service.contracts.tell(.affiliate, .affiliation(), of: contract, dryRun: true).body
            #expect(shown["version"] == 0)
            #expect(shown[path: "events.0.version"] == 1)
            let cover: JSON = [
                "person": "holder", "from": "2026-03-01", "through": nil, "before": ["state": "none", "basis": nil, "lastDay": nil],
                "after": ["state": "covered", "basis": "active", "lastDay": nil],
            ]
            #expect(shown[path: "changes.cover"] == [cover])
            #expect(shown[path: "changes.cotisation.0.from"] == "2026-03")
            #expect(try await service.traces == [0, 0, 0, 0])
        }
    }

    @Test func `a dry run is refused as the command would be`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let desk = service.contracts
            let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1]
            #expect(await desk.outcome(.resume, ["effectiveOn": "2026-13-01"], of: contract, dryRun: true).word == "malformed /effectiveOn")
            #expect(await desk.outcome(.declarePay, pay, of: .new(), dryRun: true).word == "contract.unknown")
            #expect(await desk.outcome(.declarePay, pay, of: contract, at: 2, dryRun: true).word == "at version 1")
            #expect(
                await desk.outcome(.resume, ["effectiveOn": "2026-05-01"], of: contract, dryRun: true).word == "resumption.nothingToResume")
        }
    }

    @Test func `a dry run of what is known already shows nothing`() async throws {
        try await withService { service in
            let contract = try await service.contracts.affiliated()
            let desk = service.contracts
            try await desk.startPortability(of: contract)
            let proof: JSON = ["month": "2026-07", "compensated": true]
            try await desk.tell(.recordFranceTravailProof, proof, of: contract)
            let shown = try await desk.tell(.recordFranceTravailProof, proof, of: contract, dryRun: true).body
            #expect(shown["events"] == [])
            for kind in ["cover", "cotisation", "options", "employers", "rights", "deadlines", "settlements"] {
                #expect(shown["changes"]?[kind] == [])
            }
        }
    }

    /// Where what is shown is not what has changed.
    private func difference(between before: Line, and after: Line, shown: Line) -> [String] {
        let nothing: JSON = ["state": "none", "basis": nil]
        var differences: [String] = []
        for person in Set(before.pieces.keys).union(after.pieces.keys).union(shown.pieces.keys) {
            for day in before.days.union(after.days).union(shown.days) {
                let was = before.piece(of: person, on: day)?.value ?? nothing
                let change = shown.piece(of: person, on: day)
                if let change, change.before != was || change.value == was {
                    differences.append("\(person) on \(day): \(change) shown, was \(was)")
                }
                let promised = change?.value ?? was
                let found = after.piece(of: person, on: day)?.value ?? nothing
                if promised != found { differences.append("\(person) on \(day): \(promised) promised, \(found) found") }
            }
        }
        return differences
    }
}

extension ServiceUnderTest {
    /// How much there is in the log and the vault.
    var traces: [Int] {
        get async throws {
            try await owner.withSession { session in
                let (events, keys, people, records) = try session.one(
                    """
                    SELECT (SELECT count(*) FROM log.event), (SELECT count(*) FROM log.idempotency), (SELECT count(*) FROM vault.person),
                        (SELECT count(*) FROM vault.record)
                    """, as: (Int, Int, Int, Int).self)
                return [events, keys, people, records]
            }
        }
    }
}
