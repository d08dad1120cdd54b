import CivilTime
import ContractTesting
import Contracts
import Testing

/// What single facts change: cover, money, rights and deadlines, before and after.
@Suite struct ChangesTests {
    private func changes(_ told: Fact..., after facts: [Fact], asOf: String = "2026-10-20T12:00:00Z") throws -> Changes {
        let contract = try Tale(facts, asOf: asOf).contract()
        return contract.changes(by: try contract.decide(told))
    }

    private static let childID: BeneficiaryID = Fact.child
    private static let child: [Fact] = [.affiliate(), .child("2026-05-01", born: "2005-09-15")]

    @Test func `a change of cover tells the last day of the cover before and of that after`() throws {
        let absent: [Fact] = [.affiliate(), .unpaid("2026-09-01"), .resume("2027-01-01")]
        let changes = try changes(.continuation("2026-09-01", sent: "2026-09-20"), .endContinuation("2026-11-01"), after: absent)
        let change = try #require(changes.cover.first)
        #expect(changes.cover.count == 1 && change.beneficiary == nil)
        #expect(change.period == Period(from: day("2026-09-01"), until: day("2026-11-01")))
        #expect(change.before == Cover(.suspended) && change.lastDayBefore == day("2026-12-31"))
        #expect(change.after == Cover(.covered, .continuation) && change.lastDayAfter == day("2026-10-31"))
        let suspended = try self.changes(.unpaid("2026-09-01"), after: [.affiliate()]).cover
        #expect(suspended.map(\.lastDayBefore) == [nil] && suspended.map(\.lastDayAfter) == [nil])
    }

    @Test func `what is to be settled through a month stands apart from what lies ahead`() throws {
        let changes = try changes(.unpaid("2026-09-01"), after: [.affiliate()])
        let settlements = changes.settlements(through: month("2026-10"))
        #expect(settlements.map(\.flow) == [.employerToInsurer, .agentToInsurer])
        // Two months of 37.70; the agent bears a fifth of 75.40 and 0.008 of 2 500.
        #expect(settlements.map(\.due.cents) == [-2 * 3_770, -2 * 3_508] && settlements.map(\.dueAhead) == [nil, nil])
        #expect(settlements[0].past.map(\.from) == [month("2026-09")] && settlements[0].past.map(\.through) == [month("2026-10")])
        #expect(settlements[0].ahead.map(\.from) == [month("2026-11"), month("2027-01")])
        #expect(settlements[0].ahead.map(\.before.cents) == [3_770, 3_905])
        // Nothing is past before the change; after it all is.
        #expect(changes.settlements(through: month("2026-08")).allSatisfy { $0.past.isEmpty && $0.due == .zero })
        let ended = try self.changes(.unpaid("2026-09-01"), .resume("2026-12-01"), after: [.affiliate()])
        #expect(ended.settlements(through: month("2026-10")).map(\.dueAhead?.cents) == [-3_770, -3_508])
        #expect(ended.settlements(through: month("2027-10")).allSatisfy { $0.ahead.isEmpty && $0.dueAhead == .zero })
    }

    @Test func `the sums end with the calendar`() throws {
        let last = Month.calendar.upperBound
        let changes = try changes(.unpaid("9999-12-01"), after: [.affiliate()])
        let settled = changes.settlements(through: last)
        #expect(settled.map(\.due.cents) == [-3_905, -3_562] && settled.allSatisfy { $0.ahead.isEmpty && $0.dueAhead == .zero })
        #expect(changes.settlements(through: last.previous).map(\.due) == [.zero, .zero])
        // All months of the calendar from September 2026 on, at two prices.
        let endless = try self.changes(.unpaid("2026-09-01"), after: [.affiliate()]).settlements(through: last)
        let dear = Month(of: day("2027-01-01")).distance(to: last) + 1
        #expect(endless.first?.due.cents == -(4 * 3_770 + dear * 3_905))
    }

    @Test func `months that differ in one flow alone are one run of it`() throws {
        // The employer's base is 37.70 in 2026; the option changes what both pay, the pay the agent's part alone.
        let pay = Fact.payDeclaration(PayDeclaration(effectiveOn: day("2026-07-01"), grossMonthlyPay: Money(cents: 300_000)))
        let changes = try changes(pay, after: [.affiliate()])
        #expect(changes.settlements(through: month("2026-10")).map(\.flow) == [.agentToInsurer])
        #expect(changes.settlements(through: month("2026-10")).map(\.due.cents) == [4 * 400])
        let both = try self.changes(.unpaid("2026-09-01"), .resume("2026-11-01"), pay, after: [.affiliate()])
        let employer = both.settlements(through: month("2026-12")).first { $0.flow == .employerToInsurer }
        #expect(employer?.past.map(\.from) == [month("2026-09")] && employer?.past.map(\.through) == [month("2026-10")])
    }

    @Test func `a right comes and goes with what it rests on`() throws {
        func rights(_ told: Fact..., after facts: [Fact]) throws -> [String] {
            let contract = try Tale(facts).contract()
            return contract.changes(by: try contract.decide(told)).rights.map { change in
                let ends = [change.period.from, change.period.through].map { $0?.description ?? "" }.joined(separator: "–")
                let right = if case .beneficiary(Self.childID) = change.right { "child" } else { "\(change.right)" }
                return "\(right) \(ends) \(change.came ? "came" : "went")"
            }
        }
        #expect(try rights(.unpaid("2026-09-01"), after: [.affiliate()]) == ["continuation 2026-09-01–2026-10-01 came"])
        #expect(
            try rights(.continuation("2026-09-01", sent: "2026-09-02"), after: [.affiliate(), .unpaid("2026-09-01")])
                == ["continuation 2026-09-01–2026-10-01 went"])
        #expect(
            try rights(.portability("2026-08-31"), after: [.affiliate(), .end("2026-08-31")])
                == ["portability 2026-09-01–2026-12-31 came"])
        #expect(
            try rights(.student("2026-09-01", "2027-08-31"), after: Self.child)
                == ["child 2026-09-15–2027-08-31 came"])
        #expect(try rights(.option("2026-09-01"), after: Self.child).isEmpty)
    }

    @Test func `an option that changes where nobody pays is a change too`() throws {
        let ported: [Fact] = [.affiliate(), .end("2026-08-31"), .portability("2026-08-31")]
        let changes = try changes(.option("2026-08-31"), after: ported)
        #expect(changes.cover.isEmpty && changes.cotisation.isEmpty && !changes.isEmpty)
        #expect(changes.options == changes.options.filter { $0.before == .base && $0.after == .option1 } && !changes.options.isEmpty)
        #expect(changes.options.first?.period == Period(from: day("2026-08-31"), until: day("2027-01-01")))
        #expect(changes.summary(through: month("2026-10")).changesOption)
        // Cover that came brings its option along: that is no change of option.
        #expect(try self.changes(.resume("2026-12-01"), after: [.affiliate(), .unpaid("2026-09-01")]).options.isEmpty)
    }

    @Test func `another employer who owes the same is a change`() throws {
        let change = Fact.employerChange(EmployerChange(effectiveOn: day("2026-07-01"), employer: "0690002B"))
        let changes = try changes(change, after: [.affiliate()])
        #expect(changes.cover.isEmpty && changes.cotisation.isEmpty && !changes.isEmpty)
        #expect(changes.employers.map(\.period) == [Period(from: day("2026-07-01"), until: nil)])
        #expect(changes.employers.map(\.after) == ["0690002B"] && changes.employers.allSatisfy { $0.before != $0.after })
        #expect(changes.summary(through: month("2026-10")).changesEmployer)
        // A first affiliation brings its employer along.
        #expect(try self.changes(.affiliate(), after: []).employers.isEmpty)
    }

    @Test func `a deadline comes, goes and moves`() throws {
        func deadlines(_ told: Fact..., after facts: [Fact], asOf: String) throws -> [String] {
            let contract = try Tale(facts, asOf: asOf).contract()
            return contract.changes(by: try contract.decide(told)).deadlines.map { change in
                let ends = [change.before, change.after].map { $0.map { "\($0.dueOn)" } ?? "" }.joined(separator: " → ")
                return "\((change.after ?? change.before)?.work.rawValue ?? "") \(ends)"
            }
        }
        let ported: [Fact] = [.affiliate(), .end("2026-08-31"), .portability("2026-08-31", from: "2026-06-01")]
        #expect(
            try deadlines(.unpaid("2026-09-01"), after: [.affiliate()], asOf: "2026-08-25T09:00:00Z")
                == ["continuationDeadline  → 2026-10-01"])
        // Told too late to be asked for, it never waits.
        #expect(try deadlines(.unpaid("2026-09-01"), after: [.affiliate()], asOf: "2026-10-02T09:00:00Z").isEmpty)
        #expect(
            try deadlines(.rescind(2), .unpaid("2026-09-03"), after: [.affiliate(), .unpaid("2026-09-01")], asOf: "2026-09-10T09:00:00Z")
                == ["continuationDeadline 2026-10-01 → ", "continuationDeadline  → 2026-10-03"])
        #expect(
            try deadlines(.proof("2026-09"), after: ported, asOf: "2026-10-10T09:00:00Z") == ["proofAwaited 2026-10-31 → "])
        // A mandate's absence is one thing, whatever its day: it moves.
        #expect(
            try deadlines(
                .rescind(2), .unpaid("2026-10-01"), .continuation("2026-10-01", sent: "2026-10-02"),
                after: [.affiliate(), .unpaid("2026-09-01"), .continuation("2026-09-01", sent: "2026-09-02")],
                asOf: "2026-10-10T09:00:00Z"
            ).filter { $0.hasPrefix("mandateMissing") } == ["mandateMissing 2026-09-01 → 2026-10-01"])
        // The portability begins a month later: the proof of its first month went, another came. None moved.
        #expect(
            try deadlines(
                .rescind(2), .rescind(3), .end("2026-09-30"), .portability("2026-09-30", from: "2026-07-01"), after: ported,
                asOf: "2026-10-10T09:00:00Z") == ["proofAwaited 2026-10-31 → ", "proofAwaited  → 2027-01-31"])
    }

    @Test func `time alone changes what is known at two instants`() throws {
        let ported: [Fact] = [.affiliate(), .end("2026-08-31"), .portability("2026-08-31", from: "2026-06-01")]
        let before = try Tale(ported, asOf: "2026-10-31T12:00:00Z").contract()
        let after = try Tale(ported, asOf: "2026-11-01T12:00:00Z").contract()
        let changes = after.changes(since: before)
        #expect(changes.cover.map(\.period) == [Period(from: day("2026-09-01"), until: day("2026-10-01"))])
        #expect(changes.cover.map(\.before) == [Cover(.provisional, .portability)])
        #expect(changes.cover.map(\.after) == [Cover(.lapsed, .portability)])
        #expect(changes.deadlines.map(\.before?.work) == [.proofAwaited] && changes.deadlines.map(\.after?.work) == [.proofOverdue])
        #expect(before.changes(since: before).isEmpty && changes.cotisation.isEmpty && changes.rights.isEmpty)
    }

    @Test func `a contract that was not known yet had nothing`() throws {
        let contract = try Tale(Self.child, asOf: "2026-06-10T12:00:00Z").contract()
        let changes = contract.changes(since: nil)
        #expect(changes.cover.map(\.before) == [.none, .none] && changes.cover.map(\.beneficiary) == [nil, Fact.child])
        #expect(changes.cotisation.first?.from == month("2026-05") && changes.cotisation.first?.before == .zero)
        #expect(changes.rights.map(\.came) == [true] && changes.deadlines.allSatisfy { $0.before == nil })
        let unknown = try Contract(events: [], knownAt: contract.knownAt, schemes: Tale().schemes)
        #expect(contract.changes(since: unknown) == changes && unknown.changes(since: nil).isEmpty)
        #expect(unknown.changes(since: contract).cover.map(\.after) == [.none, .none])
    }

    @Test func `a summary tells the first change, how many people it concerns, and the sums`() throws {
        let summary = try changes(.unpaid("2026-09-01"), after: Self.child).summary(through: month("2026-10"))
        #expect(summary.cover?.beneficiary == nil && summary.cover?.period.from == day("2026-09-01") && summary.people == 2)
        #expect(summary.due.employerToInsurer.cents == -2 * 3_770 && summary.changesLaterMonths && !summary.changesOption)
        // The right to ask for a continuation came.
        #expect(summary.rights == 1)
        let remote = Fact.remoteTransmissionChange(RemoteTransmissionChange(effectiveOn: day("2026-09-01"), remoteTransmission: true))
        #expect(try changes(remote, after: Self.child).isEmpty)
        let none = try changes(remote, after: Self.child).summary(through: month("2026-10"))
        #expect(none.cover == nil && none.people == 0 && none.due == .zero && !none.changesLaterMonths && none.deadlines == 0)
    }
}
