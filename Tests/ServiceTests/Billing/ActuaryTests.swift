import Billing
import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import Testing

@testable import BillingService
@testable import ContractService

/// Figures for the actuary, against what is reckoned one by one from lines, accounts and events.
@Suite(.timeLimit(.minutes(10))) struct ActuaryTests {
    /// The sums of a run's lines by month of origin, from its lines.
    private func origins(of run: Int, in office: OfficeUnderTest) async throws -> [Month: Flows] {
        let lines = try await office.service.database.withSession { try StoredRows.lines(of: run, after: nil, atMost: 10_000, in: $0) }
        return Dictionary(lines.map { ($0.month, $0.flows) }) { $0 + $1 }
    }

    @Test func `the triangle is the lines of all complete runs, each in the month of its run or of the run that it takes back`()
        async throws
    {
        try await withOffice { office in
            let told = try await ToldLives.tell(90, lives: 9, seed: 41, to: office.service)
            let month = Month(of: office.service.clock.now().parisDay)
            try await office.run(.regular(month))
            let then = office.service.clock.now().adding(microseconds: 1_000_000)
            try await office.setClock(to: then.adding(microseconds: 1_000_000))
            for contract in told.contracts {
                _ = await office.contracts.outcome(.changeEmployer, ["effectiveOn": "2026-05-01", "employer": "B2"], of: contract)
            }
            try await office.run(.regular(month.next))
            try await office.run(.cancelling(2))
            try await office.run(.catchUp)
            let called: [Int: Month] = [1: month, 2: month.next, 3: month.next, 4: month]
            var expected: [[Month]: Flows] = [:]
            var first: [[Month]: Flows] = [:]
            for (run, called) in called {
                for (origin, flows) in try await origins(of: run, in: office) {
                    expected[[origin, called]] = (expected[[origin, called]] ?? .zero) + flows
                    if run == 1 { first[[origin, called]] = flows }
                }
            }
            let runOff = try await office.desk.questions.runOff(scheme: nil, knownAt: nil)
            func cells(_ runOff: RunOff) -> [[Month]: Flows] {
                Dictionary(uniqueKeysWithValues: runOff.cells.map { ([$0.origin, $0.called], $0.flows) })
            }
            let count = try await office.count("line")
            #expect(cells(runOff) == expected)
            let sum: Flows = expected.values.reduce(Flows.zero) { $0 + $1 }
            #expect(runOff.total == sum)
            #expect(sum != Flows.zero)
            #expect(runOff.cells.reduce(0) { $0 + $1.lines } == count)
            #expect(runOff.cells.filter { $0.called == month.next }.allSatisfy { $0.flows == .zero && $0.lines > 0 })
            #expect(runOff.cells.contains { $0.delay > 0 })
            #expect(cells(try await office.desk.questions.runOff(scheme: "littoral-2026", knownAt: then)) == first)
            #expect(try await office.desk.questions.runOff(scheme: nil, knownAt: "2026-01-01T00:00:00Z").cells.isEmpty)
            let rows = String(decoding: runOff.table.text(.csv), as: UTF8.self).split(separator: "\r\n")
            #expect(rows.count == runOff.cells.count + 1 && rows[0] == PortfolioColumns.runOff.names.joined(separator: ",")[...])
            for row in rows {
                #expect(row.split(separator: ",", omittingEmptySubsequences: false).count == PortfolioColumns.runOff.names.count)
            }
        }
    }

    @Test func `an opening is not in the triangle, and neither is a run that takes it back`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-05-10T09:00:00Z")
            for _ in 0..<3 { _ = try await office.contracts.affiliated() }
            func runOff() async throws -> RunOff { try await office.desk.questions.runOff(scheme: nil, knownAt: nil) }
            try await office.run(.opening("2026-05"))
            #expect(try await office.count("line") > 0)
            #expect(try await runOff().cells.isEmpty)
            try await office.run(.cancelling(1))
            #expect(try await runOff().cells.isEmpty)
            try await office.run(.opening("2026-05"))
            // A contract of the opening's months that is told later is called late.
            _ = try await office.contracts.affiliated()
            try await office.run(.catchUp)
            let late = try await origins(of: 4, in: office)
            let found: [Month: Flows] = Dictionary(uniqueKeysWithValues: try await runOff().cells.map { ($0.origin, $0.flows) })
            #expect(found == late && !late.isEmpty)
        }
    }

    /// What an account owes by age: all that came in settles what was called first.
    private func owed(_ rows: [StoredRows.PlacedMovement], cancelled: Set<Int>, on day: Day) -> [Int: Int] {
        let balance = rows.reduce(0) { $0 + $1.movement.amount.cents }
        let charges = rows.reversed().filter { row in
            guard case .run(let run) = row.source else { return false }
            return row.movement.amount > .zero && !cancelled.contains(run)
        }
        var settled = charges.reduce(0) { $0 + $1.movement.amount.cents } - balance
        var owed: [Int: Int] = [:]
        if balance <= 0 { return [:] }
        for charge in charges {
            let part = min(settled, charge.movement.amount.cents)
            settled -= part
            let open = charge.movement.amount.cents - part
            if open == 0 { continue }
            var months = 0
            while charge.movement.on.adding(months: months + 1) <= day { months += 1 }
            owed[months, default: 0] += open
        }
        return owed
    }

    @Test func `arrears are the balances that are owed, by the months since what is owed was called`() async throws {
        try await withOffice { office in
            try await office.tellMoneyStory()
            let (history, now) = (try await office.desk.history(), office.service.clock.now())
            let contracts = try await office.service.database.withSession {
                try EventLog.contracts(after: nil, recordedBy: .max, atMost: 1000, in: $0)
            }
            let employers = ["0290012E", "B2"].map { AccountHolder.employer($0) }
            let holders = employers + contracts.map { AccountHolder.agent(BilledContract(bits: $0.bits)) }
            // After the first payments, and at the end.
            for instant in ["2026-04-15T00:00:00Z", "2026-06-01T00:00:00Z", now] as [Instant] {
                let cancelled = Set(
                    history.known(at: instant).runs.filter { $0.outcome != nil }.flatMap { recorded in
                        recorded.run.kind.cancels.map { [$0, recorded.run.number] } ?? []
                    })
                var expected: [String: Int] = [:]
                var (balances, owing) = (0, 0)
                for holder in holders {
                    let rows = try await office.service.database.withSession {
                        try StoredRows.movements(of: holder, knownAt: instant, before: nil, atMost: 1000, in: $0)
                    }
                    let balance = rows.reduce(0) { $0 + $1.movement.amount.cents }
                    balances += max(0, balance)
                    if balance > 0 { owing += 1 }
                    let payer = employers.contains(holder) ? "employer" : "agent"
                    for (months, cents) in owed(rows, cancelled: cancelled, on: instant.parisDay) {
                        expected["\(payer) \(months)", default: 0] += cents
                    }
                }
                let arrears = try await office.desk.questions.arrears(scheme: "littoral-2026", knownAt: instant)
                let found = Dictionary(uniqueKeysWithValues: arrears.ages.map { ("\($0.payer.rawValue) \($0.months)", $0.amount.cents) })
                #expect(found == expected, "\(instant)")
                #expect(arrears.total(of: .agent).cents + arrears.total(of: .employer).cents == balances && balances > 0)
                #expect(arrears.ages.allSatisfy { $0.accounts > 0 && $0.oldestAccounts <= $0.accounts })
                #expect(arrears.ages.reduce(0) { $0 + $1.oldestAccounts } == owing)
                #expect(try await office.desk.questions.arrears(scheme: nil, knownAt: instant).ages == arrears.ages)
            }
            #expect(try await office.desk.questions.arrears(scheme: nil, knownAt: "2026-01-01T00:00:00Z").ages.isEmpty)
            // Agents in two parts come to the same.
            let middle = try #require(contracts.dropFirst(contracts.count / 2).first)
            let runs = history.runs.filter { $0.cancelledBy == nil && $0.run.kind.cancels == nil }.map {
                StoredRows.AgedRun(source: $0.source, months: 1)
            }
            let parts = try await office.service.database.withSession { session in
                try [.all, ContractRange(from: nil, until: middle), ContractRange(from: middle, until: nil)].map { range in
                    try StoredRows.arrears(
                        of: .agent, in: range, scheme: nil, through: .max, knownAt: now, runs: runs, session: session
                    ).reduce(0) { $0 + $1.amount.cents }
                }
            }
            #expect(parts[0] == parts[1] + parts[2] && parts[0] > 0)
        }
    }

    @Test func `delays of facts are the days from their effect to their recording, as each contract's events tell them`() async throws {
        try await withOffice { office in
            let told = try await ToldLives.tell(120, lives: 10, seed: 43, to: office.service)
            // Events of money are no facts of a contract.
            try await office.run(.regular(Month(of: office.service.clock.now().parisDay)))
            let middle = told.instants[told.instants.count / 2]
            for instant in [middle, office.service.clock.now()] {
                var expected: [String: [Int]] = [:]
                for contract in told.contracts {
                    let events = try await office.service.database.withSession {
                        try EventLog.events(of: [contract.uuid], in: $0)[contract.uuid, default: []]
                    }
                    for event in events where event.recordedAt <= instant.microseconds {
                        guard let day = try RecordedFact(event).fact.effectiveOn else { continue }
                        let delay = Instant(microseconds: event.recordedAt).parisDay.number - day.number
                        let place = try #require(FactDelays.classes.firstIndex { $0.contains(delay) })
                        expected[event.type, default: FactDelays.classes.map { _ in 0 }][place] += 1
                    }
                }
                let delays = try await office.desk.questions.factDelays(knownAt: instant)
                let found: [String: [Int]] = Dictionary(uniqueKeysWithValues: delays.lines.map { ($0.type, $0.counts) })
                #expect(found == expected)
                #expect(!expected.isEmpty)
                let all: [Int] = expected.values.map { counts in counts.reduce(0, +) }
                #expect(delays.counts.reduce(0, +) == all.reduce(0, +))
            }
            let all = try await office.desk.questions.factDelays(knownAt: nil)
            #expect(all.lines.contains { $0.late > 0 } && all.lines.contains { $0.late < $0.facts })
            let text = String(decoding: all.table.text(.ndjson), as: UTF8.self)
            #expect(text.split(separator: "\n").count == all.table.rows.count && text.contains("\"fromDays\":null"))
        }
    }

    @Test func `a delay is above zero when a fact was told after its effective day, and below zero when it was told ahead`() async throws {
        try await withOffice { office in
            try await office.setClock(to: "2026-04-12T09:00:00Z")
            // Affiliated from 1 March on: told 42 days later.
            let contract = try await office.contracts.affiliated()
            // Told 50 days ahead.
            try await office.contracts.tell(.changeOption, ["effectiveOn": "2026-06-01", "option": "option1"], of: contract)
            let delays = try await office.desk.questions.factDelays(knownAt: nil)
            let expected: [[FigureTable.Cell]] = [
                [.name("affiliated"), .count(31), .count(90), .count(1)], [.name("optionChanged"), .count(-90), .count(-31), .count(1)],
            ]
            #expect(delays.table.rows == expected)
            #expect(delays.lines.map(\.late) == [1, 0])
        }
    }

    @Test func `classes of delays have no gap and no overlap`() {
        for (class1, class2) in zip(FactDelays.classes, FactDelays.classes.dropFirst()) {
            #expect(class1.upperBound + 1 == class2.lowerBound)
        }
    }

    @Test func `an unknown scheme is refused, and a third asker is told to come again`() async throws {
        try await withOffice { office in
            let questions = office.desk.questions
            func refusal(_ question: ActuaryQuestion) async -> String {
                do { return "\(try await questions.table(question).table.rows)" } catch { return "\(error)" }
            }
            for figures in [ActuaryQuestion.Figures.runOff, .arrears] {
                let hostile = await refusal(ActuaryQuestion(figures, scheme: "'; DROP TABLE billing.line; --"))
                #expect(hostile == "\(ServiceError.refused(.schemeUnknown))")
            }
            var places = try [questions.runningFigures.take(), questions.runningFigures.take()]
            for figures in ActuaryQuestion.Figures.allCases {
                #expect(await refusal(ActuaryQuestion(figures)) == "\(ServiceError.overloaded(retryAfterSeconds: 1))")
            }
            #expect(places.count == 2)
            places = []
            #expect(try await questions.table(ActuaryQuestion(.arrears)).table.rows.isEmpty)
        }
    }
}
