import Billing
import CivilTime
import ContractTesting
import Contracts
import Glibc
import Testing

/// Random lives with runs between their facts, against the model and the rules of conservation.
///
/// `PROPERTY_RUNS` multiplies the lives.
@Suite struct RandomLifeTests {
    private static let lives = UInt64(getenv("PROPERTY_RUNS").flatMap { Int(String(cString: $0)) } ?? 1) * 50

    /// Where long lives begin, and short ones.
    private static let start = instant("2026-04-15T09:00:00Z")

    /// What random lives met: a rule that they never meet would be checked by nothing.
    private struct Met {
        var counts: [String: Int] = [:]
        mutating func count(_ name: String, _ number: Int = 1) { counts[name, default: 0] += number }
    }

    @Test(arguments: [(UInt64(1), 8), (2, 8), (3, 40), (4, 90)])
    func `each run calls what the model calls, and all lines with what is prescribed come to what is due`(seed: UInt64, pace: Int) throws {
        var met = Met()
        for number in 0..<RandomLifeTests.lives {
            let seed = seed &* 1_000_003 &+ number
            var life = RandomLife(seed: seed, pace: pace)
            var office = try Office()
            var model = MonthModel()
            office.now = RandomLifeTests.start
            for _ in 0..<40 {
                office.now = office.now.adding(microseconds: life.pause())
                let step = life.step(in: office)
                let before = office
                guard try life.play(step, in: &office) else { continue }
                guard case .run = step, let run = office.book.runs.last, let outcome = office.outcomes[run.number] else { continue }
                try check(run, outcome, before, office, &model, seed: seed, &met)
            }
            checkLedger(office, seed: seed)
            for contract in office.settled {
                met.count("settled, called", contract.lines)
                met.count("settled, prescribed before", contract.prescribed)
            }
        }
        let expected =
            [
                "opening", "regular", "catchUp", "closing", "cancelling", "call", "adjustment", "cancellation", "debit", "held", "agent",
                "settled, called",
            ]
            + (pace >= 90 ? ["prescribed", "settled, prescribed before"] : [])
        for name in expected { #expect(met.counts[name, default: 0] >= 10, "\(name): \(met.counts)") }
    }

    private func check(
        _ run: BillingRun, _ outcome: Office.Outcome, _ before: Office, _ after: Office, _ model: inout MonthModel, seed: UInt64,
        _ met: inout Met
    ) throws {
        func fail(_ text: String) { Issue.record("seed \(seed), run \(run.number) \(run.kind): \(text)") }
        met.count(run.kind.word)
        for line in outcome.lines {
            met.count(line.origin.rawValue)
            if line.payer == .agent { met.count("agent") }
        }
        met.count("debit", outcome.debits.count)
        met.count("held", outcome.held.count)
        met.count("prescribed", outcome.prescribed.count)

        var lines: [MonthModel.Key: Int] = [:]
        for line in outcome.lines { lines.merge(line.cents) { $0 + $1 } }
        if let cancelled = run.kind.cancels {
            var taken: [MonthModel.Key: Int] = [:]
            for line in before.outcomes[cancelled]?.lines ?? [] { taken.merge(line.cents.mapValues { -$0 }) { $0 + $1 } }
            if lines != taken { fail("takes back \(lines), not \(taken)") }
            model.take(lines)
            let sums = RandomLife.contracts.map { after.called[$0] ?? .nothing }
            let restored = RandomLife.contracts.map { before.sumsBefore(cancelled, of: $0) }
            if sums != restored { fail("the sums are not those before the run that it cancels") }
            return
        }
        guard let month = run.month else { return fail("calls no month") }
        var due: [MonthModel.Key: Int] = [:]
        for id in RandomLife.contracts {
            let contract = try Contract(events: before.events[id] ?? [], knownAt: run.knownAt, schemes: before.schemes)
            due.merge(MonthModel.due(id, contract, through: month)) { $1 }
        }
        let expected = model.run(due: due, asOf: run.asOf, isOpening: run.kind.isOpening)
        var prescribed: [MonthModel.Key: Int] = [:]
        for amount in outcome.prescribed { prescribed.merge(amount.cents) { $0 + $1 } }
        if lines != expected.lines { fail("calls\n\(lines)\nthe model\n\(expected.lines)") }
        if prescribed != expected.prescribed { fail("states prescribed\n\(prescribed)\nthe model\n\(expected.prescribed)") }

        // Conservation, by contract, month, payer and flow.
        var sums: [MonthModel.Key: Int] = [:]
        for line in after.lines { sums.merge(line.cents) { $0 + $1 } }
        sums.merge(prescribed) { $0 + $1 }
        if sums.filter({ $0.value != 0 }) != due { fail("lines and prescribed come to\n\(sums)\ndue\n\(due)") }

        // Order, origins and what was learnt.
        let order = outcome.lines.map { ($0.contract, $0.month, $0.payer) }
        if zip(order, order.dropFirst()).contains(where: { $0 >= $1 }) { fail("its lines are out of order") }
        let last = before.book.lastCalled
        for line in outcome.lines {
            let isNew = last.map { line.month > $0 } ?? true
            if line.origin != (isNew ? .call : .adjustment) { fail("\(line.month) is a \(line.origin)") }
            if isNew != (line.learnt == .nothing), isNew || line.payer == .agent || !line.learnt.events.isEmpty { fail("\(line.learnt)") }
        }

        // A catch-up right after calls nothing, and states the same prescribed.
        var again = after
        let catchUp = try again.run(.catchUp)
        if !catchUp.lines.isEmpty { fail("a catch-up after it calls \(catchUp.lines)") }
        if !run.kind.isOpening, catchUp.prescribed != outcome.prescribed { fail("a catch-up after it states other prescribed amounts") }
    }

    private func checkLedger(_ office: Office, seed: UInt64) {
        var sums: [LedgerAccount: Int] = [:]
        for (place, entry) in office.entries.enumerated() {
            #expect(entry.number == place + 1, "seed \(seed)")
            #expect(entry.postings.reduce(0) { $0 + $1.amount.cents } == 0, "seed \(seed)")
            #expect(!entry.postings.contains { $0.amount == .zero }, "seed \(seed)")
            for posting in entry.postings { sums[posting.account, default: 0] += posting.amount.cents }
        }
        for (journal, entries) in Dictionary(grouping: office.entries, by: \.journal) {
            #expect(entries.map(\.numberInJournal) == Array(1...entries.count), "seed \(seed), \(journal)")
        }
        for (account, cents) in sums { #expect(office.balances[account].cents == cents, "seed \(seed), \(account.name)") }

        // Each account is the sum of the lines, debits and facts behind it.
        let openings = Set(office.book.runs.filter(\.kind.isOpening).map(\.number))
        let cancelledOpenings = Set(office.book.runs.filter { openings.contains($0.kind.cancels ?? 0) }.map(\.number))
        let entered = office.outcomes.values.filter { !openings.contains($0.run.number) && !cancelledOpenings.contains($0.run.number) }
            .flatMap(\.lines)
        for employer in RandomLife.employers {
            let lines = entered.filter { $0.payer == .employer(employer) }
                .reduce(0) { $0 + $1.flows.employerToInsurer.cents + $1.flows.agentToInsurer.cents }
            #expect(
                office.balances[.employer(employer)].cents == lines + office.bankCents(.employer(employer)), "seed \(seed), \(employer)")
            let memo = entered.filter { $0.payer == .employer(employer) }.reduce(0) { $0 + $1.flows.employerToAgent.cents }
            #expect(office.balances[.memo(.employer(employer))].cents == -memo, "seed \(seed), \(employer)")
        }
        for id in RandomLife.contracts {
            let lines = entered.filter { $0.contract == id && $0.payer == .agent }.reduce(0) { $0 + $1.flows.agentToInsurer.cents }
            let out = office.debits.filter { $0.debit.contract == id && $0.outcome == .presented }.reduce(0) { $0 + $1.debit.amount.cents }
            #expect(office.balances[.agent(id)].cents == lines - out + office.bankCents(.agent(id)), "seed \(seed), \(id)")
            #expect(
                office.balances[.agent(id)].cents == office.movements(.agent(id)).reduce(0) { $0 + $1.amount.cents }, "seed \(seed), \(id)")
        }
    }

    @Test(arguments: [UInt64(11), 12])
    func `one run or many give the same sums`(seed: UInt64) throws {
        for number in 0..<RandomLifeTests.lives {
            var life = RandomLife(seed: seed &* 1_000_003 &+ number, pace: 6)
            var many = try Office()
            many.now = RandomLifeTests.start
            for _ in 0..<40 {
                many.now = many.now.adding(microseconds: life.pause())
                _ = try life.play(life.step(in: many), in: &many)
            }
            guard let month = many.book.lastCalled else { continue }
            try many.run(.catchUp)
            var one = try Office()
            one.now = many.now
            one.retell(many.events)
            try one.run(.regular(month))
            for id in RandomLife.contracts {
                #expect((many.called[id] ?? .nothing) == (one.called[id] ?? .nothing), "seed \(seed), life \(number)")
            }
        }
    }
}

extension BillingRun.Kind {
    fileprivate var word: String {
        switch self {
        case .opening: "opening"
        case .regular: "regular"
        case .catchUp: "catchUp"
        case .closing: "closing"
        case .cancelling: "cancelling"
        }
    }
}

extension Office {
    /// The sums of a contract's lines of the runs before one.
    func sumsBefore(_ run: Int, of id: BilledContract) -> FlowsByPayer {
        FlowsByPayer(of: outcomes.values.filter { $0.run.number < run }.flatMap(\.lines).filter { $0.contract == id })
    }

    /// What payments, refunds and write-offs come to on an account.
    func bankCents(_ holder: AccountHolder) -> Int {
        entries.filter { if case .bankFact = $0.draft.source { true } else { false } }.flatMap(\.postings)
            .filter { $0.account == .receivable(holder) }.reduce(0) { $0 + $1.amount.cents }
    }
}
