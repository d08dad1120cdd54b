import CivilTime
import Contracts
import EventLog
import JSON
import Postgres
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// A month of all contracts under another scheme file, against what a second service answers that serves this file.
@Suite(.timeLimit(.minutes(10))) struct WhatIfTests {
    private static let file = (try? JSON(parsing: PackageResources.littoral_2026_json)) ?? [:]

    /// Dearer, with other shares, ages and prices; a row is known late.
    private static let other: JSON = {
        func row(_ value: JSON, from day: JSON = "2020-01-01", knownFrom: JSON = nil) -> JSON {
            ["from": day, "value": value, "source": "a thought", "confirmed": false, "knownFrom": knownFrom]
        }
        let late = row(9000, from: "2026-05-01", knownFrom: "2026-06-01T00:00:00Z")
        return file.with(parameter: "balanceCotisationCents", [row(7801), late])
            .with(parameter: "employerRate", [row("0.45"), row("0.60", from: "2026-09-01")])
            .with(parameter: "beneficiaryPriceCents", [row(["partner": 100, "child": 5000, "adultChild": 50])])
            .with(parameter: "childAgeLimit", [row(18)]).with(parameter: "freeChildrenFromRank", [row(2)])
            .with(parameter: "portabilityMaxMonths", [row(3)])
    }()

    @Test(arguments: [21, 22, 23] as [UInt64])
    func `each side is what a service answers of each contract that serves its file, whatever the slices`(seed: UInt64) async throws {
        let other = try WhatIfScheme.read(Self.other.bytes())
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            let told = try await ToldLives.tell(240, lives: 14, seed: seed, to: service)
            let second = service.another(schemes: Schemes([other]))
            var random = SplitMix(state: seed)
            var differing = 0
            for _ in 0..<6 {
                let (month, knownAt) = (Month(of: ToldLives.day(&random)), told.instant(&random))
                let question = WhatIfQuestion(other, month: month, knownAt: knownAt)
                let answer = try await portfolio.portfolio.whatIf(question)
                #expect(answer.month == month && answer.knownAt == knownAt && answer.scheme == other.name)
                try await expect(answer, from: told, service, second)
                if answer.total.difference != .zero { differing += 1 }
                var reading = WhatIfReading(database: service.database, rules: portfolio.rules, clock: service.clock)
                for slice in [1, 3] as [Int64] {
                    reading.slice = slice
                    #expect(try await reading.answer(question) == answer)
                }
            }
            #expect(differing > 0)
            await second.drain()
        }
    }

    private func expect(_ answer: WhatIf, from told: ToldLives, _ service: ServiceUnderTest, _ second: ContractService) async throws {
        var sums: [WhatIf.Key: WhatIfSums] = [:]
        for contract in told.contracts {
            let asked = Question.cotisation(month: answer.month, comparedWith: nil)
            guard let inForce = try await service.known(asked, of: contract, at: answer.knownAt) else { continue }
            let whatIf = try await second.ask(asked, of: contract, knownAt: .instant(answer.knownAt))
            let history = try await service.contracts.questions.history(of: contract).map(\.fact)
            let known = try Contract(events: history, knownAt: answer.knownAt, schemes: .littoral)
            let day = known.cotisation(of: answer.month).decidedOn
            let standing = try #require(inForce["standing"]?.string.flatMap { Standing(rawValue: $0) })
            #expect(whatIf["standing"]?.string == standing.rawValue)
            let key = WhatIf.Key(
                employer: known.situation.employer[day], standing: standing,
                basis: try await service.known(.coverage(on: day), of: contract, at: answer.knownAt)?[path: "holder.basis"]?.string
                    .flatMap { Cover.Basis(rawValue: $0) })
            sums[key, default: WhatIfSums()].add(
                TariffComparison(
                    employer: key.employer, standing: standing, basis: key.basis, inForce: try #require(Flows(inForce["due"])),
                    whatIf: try #require(Flows(whatIf["due"]))))
        }
        let known = Dictionary(uniqueKeysWithValues: answer.groups.map { ($0.key, $0.sums) })
        // A lapsed cover of portability has no ground in an answer.
        #expect(Self.withoutPortability(known) == Self.withoutPortability(sums), "\(answer.month), known at \(answer.knownAt)")
        let agents = answer.total.agents
        #expect(answer.agents.counts.reduce(0, +) == answer.total.contracts)
        #expect(agents.more + agents.less + agents.same == answer.total.contracts)
        #expect(answer.agents.counts[answer.agents.counts.count / 2] == agents.same)
        #expect(answer.employers.counts[answer.employers.counts.count / 2] == answer.total.employers.same)
    }

    private static func withoutPortability(_ sums: [WhatIf.Key: WhatIfSums]) -> [WhatIf.Key: WhatIfSums] {
        sums.reduce(into: [:]) { all, entry in
            let basis = entry.key.basis == .portability ? nil : entry.key.basis
            all[WhatIf.Key(employer: entry.key.employer, standing: entry.key.standing, basis: basis), default: WhatIfSums()].add(
                entry.value)
        }
    }

    @Test func `under the same file nothing differs, and the log's end is told`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(150, lives: 9, seed: 4, to: service)
            let answer = try await portfolio.portfolio.whatIf(WhatIfQuestion(.littoral, month: "2026-06"))
            let total = answer.total
            #expect(total.contracts > 3 && total.difference == .zero && total.inForce != .zero)
            #expect(total.agents.same == total.contracts && total.employers.same == total.contracts)
            let head = try await portfolio.portfolio.status().head
            #expect(answer.position == head && head > 50)
            #expect(answer.knownAt == service.clock.now())
        }
    }

    @Test func `a log that ends elsewhere than at the start is not read on`() async throws {
        try await withService { service in
            _ = try await ToldLives.tell(20, lives: 2, seed: 4, to: service)
            let reading = WhatIfReading(database: service.database, rules: PortfolioUnderTest(service).rules, clock: service.clock)
            let (end, errors) = try await service.database.withSession { session -> (Head, [PortfolioError?]) in
                let end = try EventLog.head(in: session)
                let lost = Head(position: end.position, hash: Array(end.hash.reversed()), recordedAt: end.recordedAt)
                let ahead = Head(position: end.position + 1, hash: end.hash, recordedAt: end.recordedAt)
                let errors = [end, lost, ahead].map { head -> PortfolioError? in
                    do { try reading.requireSame(head, in: session) } catch { return error as? PortfolioError }
                    return nil
                }
                return (end, errors)
            }
            #expect(
                errors == [
                    nil, .behind(position: end.position, reached: end.position),
                    .behind(position: end.position + 1, reached: end.position),
                ])
        }
    }

    @Test func `two comparisons at once are computed, a third is asked to come again`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service).portfolio
            let places = [try portfolio.runningWhatIfs.take(), try portfolio.runningWhatIfs.take()]
            await #expect(throws: PortfolioError.overloaded(retryAfterSeconds: 1)) {
                try await portfolio.whatIf(WhatIfQuestion(.littoral, month: "2026-06"))
            }
            withExtendedLifetime(places) {}
        }
    }

    @Test func `an empty log has no contracts`() async throws {
        try await withService { service in
            let answer = try await PortfolioUnderTest(service).portfolio.whatIf(WhatIfQuestion(.littoral, month: "2026-06"))
            #expect(answer.groups.isEmpty && answer.position == 0 && answer.total == WhatIfSums())
        }
    }

    @Test func `a scheme of another name is refused, and projections of other schemes are outdated`() async throws {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            _ = try await ToldLives.tell(20, lives: 2, seed: 4, to: service)
            try await portfolio.catchUp()
            let littoral = Scheme.littoral
            let stranger = Scheme(
                name: "unknown", label: "", effectiveFrom: littoral.effectiveFrom, parameters: littoral.parameters, services: [],
                guarantees: [])
            let refusal = await #expect(throws: Refusal.self) {
                try await portfolio.portfolio.whatIf(WhatIfQuestion(stranger, month: "2026-06"))
            }
            #expect(refusal?.rule == .schemeUnknown)
            let others = PortfolioUnderTest(service, digest: [9])
            await #expect(throws: PortfolioError.outdated) {
                try await others.portfolio.whatIf(WhatIfQuestion(.littoral, month: "2026-06"))
            }
        }
    }

    @Test func `the table has a line for each line of sums, and a cell for each column`() async throws {
        try await withService { service in
            _ = try await ToldLives.tell(120, lives: 8, seed: 5, to: service)
            let other = try WhatIfScheme.read(Self.other.bytes())
            let answer = try await PortfolioUnderTest(service).portfolio.whatIf(WhatIfQuestion(other, month: "2026-06"))
            let columns = PortfolioColumns.whatIf
            for (format, separator, names) in [(PortfolioFormat.csv, ",", columns.names), (.excelFrench, ";", columns.french)] {
                let rows = String(decoding: answer.table(format), as: UTF8.self).split(separator: "\r\n")
                #expect(rows.first.map { $0.trimmingPrefix("\u{FEFF}") } == names.joined(separator: separator)[...])
                #expect(rows.count == answer.groups.count + 1 && rows.count > 1)
                for row in rows { #expect(row.split(separator: separator, omittingEmptySubsequences: false).count == names.count) }
            }
            #expect(answer.json["groups"]?.array?.count == answer.groups.count)
            #expect(answer.json["contracts"]?.integer == answer.total.contracts)
        }
    }

    @Test func `each difference is in one class, and the classes lie side by side`() {
        let classes = DifferenceSpread.classes
        for (one, next) in zip(classes, classes.dropFirst()) { #expect(one.through.map { $0.cents + 1 } == next.from?.cents) }
        #expect(classes.first?.from == nil && classes.last?.through == nil && classes.count % 2 == 1)
        for cents in [-1_000_000, -10_001, -10_000, -51, -50, -1, 0, 1, 50, 51, 100, 101, 9_999, 10_000, 10_001, Int.max] {
            var spread = DifferenceSpread()
            spread.count(Money(cents: cents))
            let place = spread.counts.firstIndex(of: 1)
            let expected = classes.firstIndex { ($0.from?.cents ?? .min) <= cents && cents <= ($0.through?.cents ?? .max) }
            #expect(place == expected && spread.counts.reduce(0, +) == 1, "\(cents)")
        }
    }
}

extension Flows {
    /// The flows of an answer.
    fileprivate init?(_ json: JSON?) {
        let cents = ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].compactMap { json?[$0]?.integer }
        guard cents.count == 3 else { return nil }
        self.init(
            employerToInsurer: Money(cents: cents[0]), agentToInsurer: Money(cents: cents[1]), employerToAgent: Money(cents: cents[2]))
    }
}
