import CivilTime
import EventLog
import JSON
import Postgres
import Testing

@testable import ContractService

/// A process whose clock is wrong records nothing; all others go on.
@Suite(.timeLimit(.minutes(10))) struct WrongClockTests {
    static let pay: JSON = ["effectiveOn": "2026-05-01", "grossMonthlyPayCents": 250_000]

    @Test(arguments: [3650 * 86_400, 90, -90, -3650 * 86_400])
    func `commands are refused, questions answered, and another process goes on`(seconds: Int64) async throws {
        try await withService(isSandbox: false) { made async throws in
            let right = made.another(clock: SystemClock())
            let contract = try await right.affiliated()
            try await right.tell(.declarePay, Self.pay, of: contract, key: "k")
            let wrong = made.another(clock: OffsetClock(seconds: seconds))
            let words = [
                await wrong.outcome(.declarePay, Self.pay, of: contract).word,
                // What it would be refused for, or was answered before, may rest on the time as well.
                await wrong.outcome(.resume, ["effectiveOn": "2026-05-01"], of: contract).word,
                await wrong.outcome(.declarePay, Self.pay, of: .new()).word,
                await wrong.outcome(.affiliate, .affiliation(), of: .new(), key: "new").word,
                await wrong.outcome(.declarePay, Self.pay, of: contract, key: "k").word,
            ]
            #expect(words == Array(repeating: "clock differs", count: 5))
            // Form comes first, and a dry run records nothing.
            #expect(await wrong.outcome(.declarePay, [:], of: contract).word.hasPrefix("malformed"))
            #expect(await wrong.outcome(.declarePay, Self.pay, of: contract, dryRun: true).word == "accepted")
            #expect(try await wrong.version(of: contract) == 2)
            let readiness = await wrong.settledReadiness()
            #expect(!readiness.isReady && readiness.detail.contains("commands are refused: the clock is"))
            #expect(await right.settledReadiness().isReady)

            try await right.tell(.declarePay, Self.pay, of: contract)
            #expect(await wrong.outcome(.declarePay, Self.pay, of: contract).word == "clock differs")
            let events = try await made.database.withSession { try EventLog.page(after: 0, limit: 9, in: $0) }
            #expect(events.count == 3 && events.allSatisfy { abs($0.recordedAt - SystemClock().now().microseconds) < 3_600_000_000 })
            for service in [right, wrong] { await service.drain() }
        }
    }

    @Test(arguments: [1, 3, 400])
    func `a bulk is refused from the first line on, and none overtakes another`(count: Int) async throws {
        try await withService(isSandbox: false) { made async throws in
            let clock = OffsetClock(seconds: 86_400)
            let service = made.another(clock: clock)
            let lines = SpokenLine.pays(count).enumerated().map { $1.line($0) }
            let refused = try await service.submitAll(lines, caller: "clerk")
            #expect(refused.allSatisfy { ["clock differs", "unavailable"].contains(Outcome($0.outcome).word) })
            #expect(refused.contains { Outcome($0.outcome).word == "clock differs" })
            #expect(try await made.database.withSession { try EventLog.head(in: $0) } == .empty)
            clock.set(seconds: 0)
            #expect(try await service.submitAll(lines, caller: "clerk").allSatisfy { Outcome($0.outcome).word == "accepted" })
            await service.drain()
        }
    }

    @Test func `a clock that goes wrong while the process works is noticed by the next command, also one decided on a guess`() async throws
    {
        try await withService(isSandbox: false) { made async throws in
            let clock = OffsetClock(seconds: 0)
            let service = made.another(clock: clock)
            var contracts = [try await service.affiliated()]
            for seconds: Int64 in [86_400, 0, -86_400, 0] {
                clock.set(seconds: seconds)
                let expected = seconds == 0 ? "accepted" : "clock differs"
                for _ in 0..<3 {
                    let contract = ContractID.new()
                    #expect(await service.outcome(.affiliate, .affiliation(), of: contract).word == expected)
                    if seconds == 0 { contracts.append(contract) }
                    #expect(await service.outcome(.declarePay, Self.pay, of: contracts[0]).word == expected)
                }
            }
            let head = try await EventLog.verify(made.database)
            #expect(head.position == 13)
            await service.drain()
        }
    }

    @Test func `a log that ends in the future is refused until its owner accepts that, without a restart`() async throws {
        try await withService(isSandbox: false) { made async throws in
            let service = made.another(clock: SystemClock())
            let contract = try await service.affiliated()
            let end = SystemClock().now().adding(microseconds: 3650 * 86_400_000_000)
            _ = try await made.owner.withSession { session in
                try session.execute("UPDATE log.head SET recorded_at = \(PostgresTimestamp(microsecondsSince1970: end.microseconds))")
            }
            #expect(await service.outcome(.declarePay, Self.pay, of: contract).word == "log ends in the future")
            #expect(await service.settledReadiness().detail.contains("the log ends"))
            #expect(try await service.version(of: contract) == 1)
            _ = try await made.owner.withSession { session in
                try EventLog.acceptClock({ SystemClock().now().microseconds }, in: session)
            }
            #expect(try await service.tell(.declarePay, Self.pay, of: contract).body["recordedAt"] == .string("\(end)"))
            #expect(await service.settledReadiness().isReady)
            await service.drain()
        }
    }
}
