import CivilTime
import Contracts
import JSON
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// The worklist by due day, its counts, the reminders and the twelve months are what the contracts themselves say: for random lives and instants.
@Suite struct WorkByDayAgreementTests {
    @Test(arguments: [21, 22] as [UInt64])
    func `one line a contract and kind, its earliest deadline, by due day`(seed: UInt64) async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: seed)
            let told = try await ToldLives.tell(240, lives: 12, seed: seed, to: service)
            try await portfolio.catchUp()
            // What waits now stands in an index of its own.
            for knownAt in (0..<8).map({ _ in told.instant(&random) }) + [service.clock.now()] {
                for employer in [nil, "0750001A", "nobody"] {
                    for dueThrough in [nil, "2026-10-31"] as [Day?] {
                        let filter = WorkFilter(dueThrough: dueThrough, employer: employer)
                        let model = try await self.model(filter, knownAt: knownAt, of: told, service)
                        #expect(try await portfolio.lines(.workByDay(filter), knownAt: knownAt) == model, "\(filter) at \(knownAt)")
                        #expect(try await portfolio.pages(.workByDay(filter), knownAt: knownAt, of: 2) == model, "\(filter) at \(knownAt)")
                        try await expectCounts(filter, model, knownAt: knownAt, in: portfolio)
                        try await expectPairsAlone(filter.employer, knownAt: knownAt, in: portfolio)
                    }
                }
                try await expectMonths(knownAt: knownAt, of: told, in: portfolio)
            }
        }
    }

    @Test func `reminders are every deadline of their kinds that none was sent of`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(240, lives: 12, seed: 23, to: service)
            try await portfolio.catchUp()
            let knownAt = service.clock.now()
            let through: Day = "2027-12-31"
            let all = try await portfolio.lines(.reminders(dueThrough: through), knownAt: knownAt)
            let every = try await portfolio.lines(.worklist(kind: nil, dueThrough: through), knownAt: knownAt)
            #expect(all.sortedByText == every.filter { $0["kind"] != "childReaching12" && $0["kind"] != "possibleDuplicate" }.sortedByText)
            guard all.count > 1 else { return }
            let sent = try all.prefix(all.count / 2).map { line in
                Reminder(
                    try #require(line["contract"]?.string.flatMap { ContractID($0) }),
                    try #require(line["kind"]?.string.flatMap { WorkKind(rawValue: $0) }),
                    line["beneficiary"]?.string.flatMap { Person($0) } ?? .holder,
                    dueOn: try #require(line["dueOn"]?.string.flatMap { Day($0) }))
            }
            #expect(try await service.contracts.keepSent(sent, by: "clerk-1") == sent.count)
            #expect(try await service.contracts.keepSent(sent, by: "clerk-2") == 0)
            #expect(try await service.contracts.remindersSent(on: knownAt.parisDay).values.reduce(0, +) == sent.count)
            let left = try await portfolio.lines(.reminders(dueThrough: through), knownAt: service.clock.now())
            #expect(left == Array(all.dropFirst(sent.count)))
            _ = told
        }
    }

    /// The lines that the contracts themselves make.
    private func model(_ filter: WorkFilter, knownAt: Instant, of told: ToldLives, _ service: ServiceUnderTest) async throws -> [JSON] {
        var lines: [(dueOn: Day, contract: String, kind: Int, line: JSON)] = []
        let asOf = knownAt.parisDay
        for contract in told.contracts {
            let history = try await service.contracts.questions.history(of: contract).map(\.fact)
            let known = try Contract(events: history, knownAt: knownAt, schemes: .littoral)
            guard known.version > 0 else { continue }
            let situation = known.situation
            if let employer = filter.employer, situation.employer[asOf] != employer { continue }
            var seen: Set<WorkKind> = []
            let deadlines = situation.deadlines.sorted { ($0.dueOn, $0.beneficiary?.bits ?? 0) < ($1.dueOn, $1.beneficiary?.bits ?? 0) }
            for deadline in deadlines where filter.dueThrough.map({ deadline.dueOn <= $0 }) ?? true {
                guard let judged = deadline.judged(asOf: asOf), seen.insert(judged.kind).inserted else { continue }
                lines.append(
                    (
                        deadline.dueOn, "\(contract)", Int(Codes.code(deadline.kind)),
                        .fields([
                            ("kind", JSON(judged.kind)), ("contract", JSON(contract)),
                            ("beneficiary", deadline.beneficiary.map { JSON($0) }),
                            ("dueOn", JSON(deadline.dueOn)), ("rule", .string(judged.rule.id)),
                        ])
                    ))
            }
        }
        return lines.sorted { ($0.dueOn, $0.contract, $0.kind) < ($1.dueOn, $1.contract, $1.kind) }.map(\.line)
    }

    private func expectCounts(_ filter: WorkFilter, _ model: [JSON], knownAt: Instant, in portfolio: PortfolioUnderTest) async throws {
        let asOf = knownAt.parisDay.description
        for count in try await portfolio.lines(.workCounts(filter), knownAt: knownAt) where count["kind"] != "possibleDuplicate" {
            let those = model.filter { $0["kind"] == count["kind"] }
            #expect(count["lines"]?.number == those.count, "\(filter) at \(knownAt)")
            #expect(count["overdue"]?.number == those.count { ($0["dueOn"]?.string ?? "") < asOf }, "\(filter) at \(knownAt)")
        }
    }

    /// Pairs of people may be all that is asked for.
    private func expectPairsAlone(_ employer: String?, knownAt: Instant, in portfolio: PortfolioUnderTest) async throws {
        let filter = WorkFilter(kind: .possibleDuplicate, employer: employer)
        let counts = try await portfolio.lines(.workCounts(filter), knownAt: knownAt)
        #expect(counts.map { $0["kind"]?.string } == ["possibleDuplicate"])
        #expect(counts.first?["overdue"]?.number == 0)
    }

    private func expectMonths(knownAt: Instant, of told: ToldLives, in portfolio: PortfolioUnderTest) async throws {
        let last: Month = "2026-12"
        var model: [String: Int] = [:]
        for contract in told.contracts {
            let history = try await portfolio.service.contracts.questions.history(of: contract).map(\.fact)
            let known = try Contract(events: history, knownAt: knownAt, schemes: .littoral)
            guard known.version > 0 else { continue }
            let lines = known.lines
            for place in 0..<12 {
                let month = last.adding(place - 11)
                for state in [known.cover(on: month.firstDay).state]
                    + lines.covers.map({ $0[month.firstDay].judged(asOf: known.asOf).state })
                {
                    model["\(month) state \(state.rawValue)", default: 0] += 1
                }
                model["\(month) standing \(known.cotisation(of: month).standing.rawValue)", default: 0] += 1
            }
        }
        for line in try await portfolio.lines(.months(through: last), knownAt: knownAt) {
            let key = [line["month"], line["by"], line["value"]].compactMap { $0?.string }.joined(separator: " ")
            #expect(line["count"]?.number == model[key] ?? 0, "\(key) at \(knownAt)")
        }
        let first = try await portfolio.lines(.months(through: "0001-02"), knownAt: knownAt).compactMap { $0["month"]?.string }
        #expect(Set(first) == ["0001-01", "0001-02"])
    }
}
