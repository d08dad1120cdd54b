import EventLog
import FoundationEssentials
import JSON
import Postgres
import Testing

@testable import ContractService

/// Bulks and single commands meet on the same contracts.
@Suite(.timeLimit(.minutes(10))) struct BulkConcurrencyTests {
    @Test func `bulks and single commands at once lose nothing and double nothing`() async throws {
        try await withService { made in
            let services = [made.contracts, made.another(), made.another()]
            let accepted = try await withThrowingTaskGroup { group in
                for (number, service) in services.enumerated() {
                    group.addTask {
                        let lines = SpokenLine.many(300, seed: UInt64(20 + number)).enumerated().map {
                            $1.renamed("bulk \(number)").line($0)
                        }
                        var accepted: [String] = []
                        for start in stride(from: 0, to: lines.count, by: 60) {
                            let answers = try await service.submitAll(Array(lines[start..<(start + 60)]), caller: "bulk \(number)")
                            accepted += answers.flatMap { Outcome($0.outcome).places }
                        }
                        return accepted
                    }
                    group.addTask {
                        var accepted: [String] = []
                        for told in SpokenLine.many(60, seed: UInt64(30 + number)) {
                            let outcome = await service.outcome(told.command, told.body, of: told.contract, by: "clerk \(number)")
                            accepted += outcome.places
                        }
                        return accepted
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            let events = try await made.database.withSession { session in try EventLog.page(after: 0, limit: 100_000, in: session) }
            #expect(Set(accepted).count == accepted.count)
            #expect(Set(accepted) == Set(events.map { "\(ContractID($0.contract)) \($0.version) \($0.position)" }))
            #expect(Set(events.map(\.recordedBy)).count == 6)
            _ = try await EventLog.verify(made.database)
        }
    }
}
