import Billing
import CivilTime
import Contracts
import JSON
import Postgres
import RandomTesting
import Testing

@testable import BillingService
@testable import ContractService

/// When a fact will be called, as read from a real database: what is forecast before it is told is what the next runs call.
@Suite(.timeLimit(.minutes(10))) struct OutlookTests {
    private func tried(_ command: CommandName, _ body: JSON, of contract: ContractID, in office: OfficeUnderTest) async -> TriedContract? {
        await office.contracts.outcome(command, body, of: contract, dryRun: true).answer?.tried
    }

    private func forecast(_ outlooks: [CallOutlook]) throws -> CallForecast {
        guard outlooks.count == 1, case .nextRun(let forecast) = outlooks[0] else {
            Issue.record("\(outlooks)")
            throw CancellationError()
        }
        return forecast
    }

    private func sums(_ lines: [CallLine]) -> [String: Flows] {
        Dictionary(lines.map { ("\($0.month) \($0.payer)", $0.flows) }) { $0 + $1 }.filter { $0.value != .zero }
    }

    @Test(arguments: [UInt64(31), 32])
    func `random facts are called as forecast: months called before by an adjustment, the next month by its call`(seed: UInt64) async throws
    {
        try await withOffice { office in
            let told = try await ToldLives.tell(90, lives: 9, seed: seed, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            let first = try await office.run(.regular(month))
            var random = SplitMix(state: seed)
            var forecasts: [ContractID: CallForecast] = [:]
            var before: [ContractID: FlowsByPayer] = [:]
            for contract in told.contracts {
                var life = RandomLife(seed: random.next())
                before[contract] = try await office.due(contract, at: first.run)
                for _ in 0..<40 {
                    let (command, body) = life.next()
                    guard let tried = await tried(command, body, of: contract, in: office), !tried.facts.isEmpty else { continue }
                    let forecast = try forecast(try await office.desk.outlooks(of: contract, tried))
                    let answer = try #require(try await office.desk.outlookAnswer(of: contract, tried))
                    #expect(answer[path: "0.month"] == .string(month.next.description))
                    #expect(answer[path: "0.lines"]?.array?.count == forecast.lines.count)
                    guard await office.contracts.outcome(command, body, of: contract).answer != nil else { continue }
                    forecasts[contract] = forecast
                    if !forecast.lines.isEmpty { break }
                    // The next fact is forecast on top of this one, which changed nothing.
                }
            }
            #expect(forecasts.values.contains { $0.lines.contains { $0.origin == .adjustment } })
            #expect(forecasts.values.contains { $0.lines.contains { $0.origin == .call } })
            let catchUp = try await office.run(.catchUp)
            let next = try await office.run(.regular(month.next))
            for (contract, forecast) in forecasts {
                let lines = try await office.service.database.withSession {
                    try StoredRows.lines(of: contract.uuid, runs: [Int32(catchUp.run.number), Int32(next.run.number)], in: $0)
                }
                let adjusted = lines.filter { $0.run == catchUp.run.number }.map(\.line)
                #expect(sums(forecast.lines.filter { $0.origin == .adjustment }) == sums(adjusted), "\(contract)")
                var called = sums(lines.filter { $0.run == next.run.number }.map(\.line))
                for entry in before[contract]?.entries ?? [] {
                    let place = "\(month.next) \(entry.payer)"
                    called[place] = (called[place] ?? .zero) - entry.months[month.next]
                }
                #expect(sums(forecast.lines.filter { $0.origin == .call }) == called.filter { $0.value != .zero }, "\(contract)")
            }
        }
    }

    @Test func `a hold is forecast by what the bank and clerks said, and a new mandate lifts it`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.indebted()
            let option: JSON = ["effectiveOn": "2026-04-01", "option": "option1"]
            func outlooks(_ command: CommandName, _ body: JSON) async throws -> [CallOutlook] {
                try await office.desk.outlooks(of: contract, try #require(await tried(command, body, of: contract, in: office)))
            }
            #expect(try await outlooks(.changeOption, option) == [.beforeFirstRun(scheme: "littoral-2026")])
            #expect(
                try await office.desk.outlookAnswer(
                    of: contract, try #require(await tried(.changeOption, option, of: contract, in: office))) == nil)
            try await office.run(.regular("2026-04"))
            try await office.setClock(to: "2026-04-20T09:00:00Z")
            guard case .debited(let day) = try #require(try forecast(try await outlooks(.changeOption, option)).agent).settlement else {
                Issue.record("the agent is not debited")
                return
            }
            _ = try await office.desk.record(.handOver(file: "R000001F001", on: "2026-03-20"), by: BankCaller("clerk"))
            // A closed account ends the mandate.
            let back = DebitReturn(kind: .return, reason: "AC04", on: "2026-04-15")
            _ = try await office.desk.record(.returned(endToEndId: "R000001D0000001", back), by: BankCaller("clerk"))
            let held = try #require(try forecast(try await outlooks(.changeOption, option)).agent)
            #expect(held.settlement == .held(.mandateEnded))
            let register: JSON = [
                "effectiveOn": "2026-04-01", "iban": .string(OfficeUnderTest.otherIBAN), "mandateReference": "RUM-9",
                "signedOn": "2026-03-01",
            ]
            // A mandate alone calls nothing, and what is owed is debited.
            let registered = try forecast(try await outlooks(.registerMandate, register))
            #expect(registered.lines.isEmpty && registered.agent?.settlement == .debited(notBefore: day))
            try await office.contracts.tell(.changeOption, option, of: contract)
            let run = try await office.run(.regular("2026-05"))
            #expect(run.run.asOf <= day)
            let stored = try await office.service.database.withSession {
                try StoredRows.held(of: run.run, contract: contract.uuid, in: $0)
            }
            #expect(stored?.reason == .mandateEnded && stored?.amount == held.balance)
        }
    }

    @Test func `while a run is made, the outlook says so; without new facts there is none`() async throws {
        try await withOffice(makesRuns: false) { office in
            try await office.setClock(to: "2026-03-20T09:00:00Z")
            let contract = try await office.contracts.affiliated()
            let tried = try #require(
                await tried(.changeOption, ["effectiveOn": "2026-06-01", "option": "option1"], of: contract, in: office))
            _ = try await office.desk.submit(RunOrder(scheme: "littoral-2026", .regular("2026-04")), by: "s", key: nil, patience: .zero)
            #expect(try await office.desk.outlooks(of: contract, tried) == [.duringRun(scheme: "littoral-2026")])
            #expect(try await office.desk.outlookAnswer(of: contract, tried) == nil)
            #expect(try await office.desk.outlooks(of: contract, TriedContract(tried.before, [])).isEmpty)
        }
    }
}
