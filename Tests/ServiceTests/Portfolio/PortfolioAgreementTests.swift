import CivilTime
import Contracts
import JSON
import RandomTesting
import Testing

@testable import ContractService
@testable import Portfolio

/// What is read from the projections is what is folded from the log: for random lives, days and instants (obligation T7).
@Suite struct PortfolioAgreementTests {
    @Test(arguments: [11, 12, 13] as [UInt64])
    func `followed, rebuilt, or a rebuild broken off twenty times: the portfolio answers what each contract's log answers`(seed: UInt64)
        async throws
    {
        try await withService { service in
            let portfolio = PortfolioUnderTest(service)
            var random = SplitMix(state: seed)
            // Followed in small steps meanwhile, so that events of one instant come in two pages.
            let told = try await ToldLives.tell(240, lives: 12, seed: seed, to: service) { _ in
                if random.next() % 4 == 0 { try await portfolio.step(limit: Int(random.next() % 5) + 1) }
            }
            try await portfolio.catchUp(limit: 7)
            try await expectAgreement(times: 12, &random, of: told, in: portfolio)

            let report = try await portfolio.rebuilding { try await $0.run(.replace) }
            #expect(report.isInUse && report.differences == [])
            try await expectAgreement(times: 5, &random, of: told, in: portfolio)

            for _ in 0..<20 {
                let pause = Duration.microseconds(Int(random.next() % 80_000))
                let rebuilding = Task { try await portfolio.rebuilding { try await $0.run(.replace) } }
                try await Task.sleep(for: pause)
                rebuilding.cancel()
                _ = await rebuilding.result
            }
            try await expectAgreement(times: 5, &random, of: told, in: portfolio)
            #expect(try await portfolio.proof().differences == [])
        }
    }

    private func expectAgreement(times: Int, _ random: inout SplitMix, of told: ToldLives, in portfolio: PortfolioUnderTest) async throws {
        for _ in 0..<times {
            let knownAt = told.instant(&random)
            let day = ToldLives.day(&random)
            try await expectAgreement(on: day, knownAt: knownAt, of: told, in: portfolio)
        }
    }

    private func expectAgreement(on day: Day, knownAt: Instant, of told: ToldLives, in portfolio: PortfolioUnderTest) async throws {
        var coverage: [JSON] = []
        var cotisations: [JSON] = []
        for contract in told.contracts {
            guard let answer = try await portfolio.service.known(.coverage(on: day), of: contract, at: knownAt) else { continue }
            coverage.append(answer.without(["because"]))
            let month = try await portfolio.service.known(.cotisation(month: Month(of: day), comparedWith: nil), of: contract, at: knownAt)
            cotisations.append(try #require(month).without(["because", "lines"]))
        }
        let hint: Comment = "on \(day), known at \(knownAt)"
        #expect(try await portfolio.lines(.coverage(on: day, employer: nil, state: nil), knownAt: knownAt) == coverage, hint)
        #expect(try await portfolio.lines(.cotisations(month: Month(of: day), employer: nil), knownAt: knownAt) == cotisations, hint)

        #expect(try await portfolio.pages(.coverage(on: day, employer: nil, state: nil), knownAt: knownAt, of: 5) == coverage, hint)
        #expect(try await portfolio.pages(.cotisations(month: Month(of: day), employer: nil), knownAt: knownAt, of: 5) == cotisations, hint)
        for state in Cover.State.allCases {
            let those = coverage.filter { $0[path: "holder.state"] == .string(state.rawValue) }
            #expect(try await portfolio.lines(.coverage(on: day, employer: nil, state: state), knownAt: knownAt) == those, hint)
            #expect(try await portfolio.pages(.coverage(on: day, employer: nil, state: state), knownAt: knownAt, of: 2) == those, hint)
        }
        try await expectEmployersAgree(on: day, knownAt: knownAt, coverage, cotisations, of: told, in: portfolio)
        try await expectWorklistAgrees(knownAt: knownAt, of: told, in: portfolio)
    }

    /// Each employer's contracts; and the totals are the sums of the lines.
    private func expectEmployersAgree(
        on day: Day, knownAt: Instant, _ coverage: [JSON], _ cotisations: [JSON], of told: ToldLives, in portfolio: PortfolioUnderTest
    ) async throws {
        let month = Month(of: day)
        var employers: [JSON: String] = [:]
        var payers: [JSON: String] = [:]
        for contract in told.contracts {
            let history = try await portfolio.service.contracts.questions.history(of: contract).map(\.fact)
            let known = try Contract(events: history, knownAt: knownAt, schemes: .littoral)
            guard known.version > 0 else { continue }
            let situation = known.situation
            employers[JSON(contract)] = situation.employer[day]
            payers[JSON(contract)] = situation.employer[month.firstDay.adding(days: situation.liabilities[month].dayOfMonth - 1)]
        }
        for employer in Set(employers.values).union(["nobody"]) {
            let those = coverage.filter { employers[$0["contract"] ?? nil] == employer }
            #expect(try await portfolio.lines(.coverage(on: day, employer: employer, state: nil), knownAt: knownAt) == those)
            #expect(try await portfolio.pages(.coverage(on: day, employer: employer, state: nil), knownAt: knownAt, of: 2) == those)
            let owed = cotisations.filter { payers[$0["contract"] ?? nil] == employer }
            #expect(try await portfolio.lines(.cotisations(month: month, employer: employer), knownAt: knownAt) == owed)
            #expect(try await portfolio.pages(.cotisations(month: month, employer: employer), knownAt: knownAt, of: 2) == owed)
            try await expectEmployerSees(owed, employer, of: month, knownAt: knownAt, told, in: portfolio)
        }
        var sums: [JSON: [Int]] = [:]
        for line in cotisations {
            let key: JSON = ["employer": JSON(payers[line["contract"] ?? nil]), "standing": line["standing"] ?? nil]
            let amounts = ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { line["due"]?[$0]?.number ?? 0 }
            sums[key] = zip(sums[key] ?? [0, 0, 0, 0], amounts + [1]).map { $0 + $1 }
        }
        let totals = try await portfolio.lines(.totals(month: month, employer: nil), knownAt: knownAt)
        #expect(totals.count == sums.count)
        for total in totals {
            let key: JSON = ["employer": total["employer"] ?? nil, "standing": total["standing"] ?? nil]
            let amounts = ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { total["due"]?[$0]?.number ?? -1 }
            #expect(sums[key] == amounts + [total["contracts"]?.number ?? -1])
        }
    }

    /// An employer sees the months of those they employ, asked of one contract or of all, in every format.
    private func expectEmployerSees(
        _ owed: [JSON], _ employer: String, of month: Month, knownAt: Instant, _ told: ToldLives, in portfolio: PortfolioUnderTest
    ) async throws {
        let employed: [JSON?] = ["active", "paidAbsence", "suspended", "temporaryCessation"]
        let theirs = owed.filter { employed.contains($0["standing"]) }.map(\.asEmployerSees)
        let question = PortfolioQuestion.cotisationsForEmployer(employer, month: month)
        #expect(try await portfolio.lines(question, knownAt: knownAt) == theirs)
        #expect(try await portfolio.pages(question, knownAt: knownAt, of: 2) == theirs)
        var single: [JSON] = []
        for contract in told.contracts {
            let asked = Question.cotisationForEmployer(employer, month: month, comparedWith: nil)
            if let answer = try await portfolio.service.known(asked, of: contract, at: knownAt) { single.append(answer) }
        }
        #expect(single == theirs)
        for (format, separator) in [(PortfolioFormat.csv, ","), (.excelFrench, ";")] {
            let table = try await portfolio.text(question, knownAt: knownAt, format: format).split(
                separator: "\r\n", omittingEmptySubsequences: true)
            #expect(table.count == theirs.count + 1)
            for (row, line) in zip(table.dropFirst(), theirs) {
                let cells = row.split(separator: separator, omittingEmptySubsequences: false)
                #expect(cells.count == 8 && cells[4].isEmpty == (line["due"]?["agentToInsurerCents"] == nil))
            }
        }
    }

    private func expectWorklistAgrees(knownAt: Instant, of told: ToldLives, in portfolio: PortfolioUnderTest) async throws {
        var waiting: [JSON] = []
        for contract in told.contracts {
            let history = try await portfolio.service.contracts.questions.history(of: contract).map(\.fact)
            let known = try Contract(events: history, knownAt: knownAt, schemes: .littoral)
            guard known.version > 0 else { continue }
            for deadline in known.situation.deadlines {
                guard let judged = deadline.judged(asOf: knownAt.parisDay) else { continue }
                waiting.append(
                    .fields([
                        ("kind", JSON(judged.kind)), ("contract", JSON(contract)), ("beneficiary", deadline.beneficiary.map { JSON($0) }),
                        ("dueOn", JSON(deadline.dueOn)), ("rule", .string(judged.rule.id)),
                    ]))
            }
        }
        let all = try await portfolio.lines(.worklist(kind: nil, dueThrough: nil), knownAt: knownAt)
        #expect(all.sortedByText == waiting.sortedByText, "known at \(knownAt)")
        #expect(try await portfolio.pages(.worklist(kind: nil, dueThrough: nil), knownAt: knownAt, of: 3) == all)
        for kind in WorkKind.allCases {
            let those = try await portfolio.lines(.worklist(kind: kind, dueThrough: "2026-10-31"), knownAt: knownAt)
            #expect(those == all.filter { $0["kind"] == JSON(kind) && ($0["dueOn"]?.string ?? "") <= "2026-10-31" })
        }
    }
}

extension JSON {
    /// What an employer may see of a cotisation that is theirs.
    fileprivate var asEmployerSees: JSON {
        let due = self[path: "collection.method"] == "payroll" ? self["due"] : self["due"]?.without(["agentToInsurerCents"])
        return without(["version", "standing", "unconfirmed"]).with(["due": due ?? .null])
    }
}

extension ToldLives {
    /// An instant worth asking about: one of the log, the moment before it, when a parameter becomes known, long after.
    func instant(_ random: inout SplitMix) -> Instant {
        let one = instants[Int(random.next() % UInt64(instants.count))]
        return switch random.next() % 6 {
        case 0: one
        case 1: one.adding(microseconds: -1)
        case 2: "2026-10-15T08:00:00Z"
        case 3: one.adding(microseconds: Int64(random.next() % 400) * 86_400_000_000)
        case 4: instants[instants.count - 1]
        default: one.adding(microseconds: 3_600_000_000)
        }
    }

    static func day(_ random: inout SplitMix) -> Day {
        let day: Day = "2026-02-27"
        return day.adding(
            days: random.next() % 4 == 0 ? [2, 42, 93, 124, 186, 230, 307, 308][Int(random.next() % 8)] : Int(random.next() % 500))
    }
}

extension ServiceUnderTest {
    /// An answer; `nil` when the contract was not known then.
    func known(_ question: Question, of contract: ContractID, at instant: Instant) async throws -> JSON? {
        do { return try await contracts.ask(question, of: contract, knownAt: .instant(instant)) } catch ServiceError.refused(
            .contractUnknown, _, _, _)
        {
            return nil
        }
    }
}

extension JSON {
    /// This value without the members of these names, at any depth.
    func without(_ names: Set<String>) -> JSON {
        switch self {
        case .object(let object):
            .fields(object.members.filter { !names.contains($0.key) }.map { ($0.key, $0.value.without(names)) })
        case .array(let elements): .array(elements.map { $0.without(names) })
        default: self
        }
    }

    var number: Int? { if case .integer(let number) = self { Int(number) } else { nil } }
    var string: String? { if case .string(let text) = self { text } else { nil } }
}

extension [JSON] {
    var sortedByText: [String] { map { String(decoding: $0.bytes(), as: UTF8.self) }.sorted() }
}
