import CivilTime
import ContractTesting
import Contracts
import Testing

/// Each kind of deadline, for and against.
@Suite struct DeadlineTests {
    /// Some facts, and the deadlines of one kind that they come to, told as `due day–last day of relevance`.
    struct Case: CustomTestStringConvertible {
        let name: String
        let facts: [Fact]
        let deadlines: [String]

        init(_ name: String, _ facts: [Fact], _ deadlines: String...) {
            self.name = name
            self.facts = facts
            self.deadlines = deadlines
        }

        var testDescription: String { name }

        func check(_ kind: Deadline.Kind, of beneficiary: BeneficiaryID? = nil) throws {
            let found = try Tale(facts).contract().situation.deadlines.filter { $0.kind == kind }
            #expect(found.map { "\($0.dueOn)–\($0.relevantThrough?.description ?? "")" } == deadlines)
            for deadline in found { #expect(deadline.beneficiary == beneficiary) }
        }
    }

    private static let ported: [Fact] = [.affiliate(), .end("2026-08-31"), .portability("2026-08-31", from: "2026-06-01")]

    @Test(arguments: [
        Case("every month lacks its proof", ported, "2026-10-31–", "2026-11-30–", "2026-12-31–"),
        Case("a proven month lacks none", ported + [.proof("2026-10")], "2026-10-31–", "2026-12-31–"),
        Case("months after the end of the portability need none", ported + [.endPortability("2026-10-01")], "2026-10-31–"),
        Case("a loss proves its month and ends the portability", ported + [.proof("2026-10", lostOn: "2026-10-15")], "2026-10-31–"),
        Case("without portability no proof", [.affiliate(), .end("2026-08-31")]),
        Case(
            "a month of two portabilities waits once",
            [
                .affiliate(), .end("2026-08-31"), .portability("2026-08-31", from: "2026-08-01"), .affiliate("2026-09-10"),
                .end("2026-09-20"), .portability("2026-09-20", from: "2026-09-10"),
            ], "2026-10-31–", "2026-11-30–"),
    ])
    func `months of portability wait for their proof`(_ given: Case) throws { try given.check(.proof) }

    private static let suspended: [Fact] = [.affiliate(), .unpaid("2026-09-01")]

    @Test(arguments: [
        Case("an unpaid absence", suspended, "2026-10-01–2026-10-01"),
        Case("an unpaid absence that is over", suspended + [.resume("2026-09-05")], "2026-10-01–2026-10-01"),
        Case("one that a request names", suspended + [.continuation("2026-09-01", sent: "2026-09-20")]),
        Case("a paid absence", [.affiliate(), .paid("2026-09-01")]),
        Case("one replaced on its day", suspended + [.paid("2026-09-01")]),
    ])
    func `an unpaid absence waits for a request to continue`(_ given: Case) throws { try given.check(.continuationDeadline) }

    /// A child who turns 21 on 15 September 2026 and 25 on 15 September 2030.
    private static let child: [Fact] = [.affiliate(), .child("2026-05-01", born: "2005-09-15")]

    @Test(arguments: [
        Case("the eve of 21", child, "2026-09-14–2026-09-14"),
        Case("the eve of 21, though a status ends with it too", child + [.student("2026-08-01", "2026-09-14")], "2026-09-14–2026-09-14"),
        Case("the eve of 25 under a status", child + [.student("2026-09-01", "2031-08-31")], "2030-09-14–2030-09-14"),
        Case("the eve of 25, though the status ends with it", child + [.student("2026-09-01", "2030-09-14")], "2030-09-14–2030-09-14"),
        Case("a status that ends earlier", child + [.student("2026-09-01", "2027-08-31")]),
        Case(
            "a disability that ends on the eve of 25", child + [disabled("2026-09-01", "2030-09-14")]),
        Case("removed on the birthday", child + [.remove(Fact.child, "2026-09-15")]),
        Case("no cover to lose", child + [.end("2026-08-31")]),
        Case("exempt, no cover to lose", child + [.exempt("2026-08-31")]),
        Case("suspended cover is lost too", child + [.unpaid("2026-08-31")], "2026-09-14–2026-09-14"),
        Case("kept under portability", child + [.end("2026-08-31"), .portability("2026-08-31")], "2026-09-14–2026-09-14"),
    ])
    func `an age limit ends a right`(_ given: Case) throws { try given.check(.beneficiaryAgeLimit, of: Fact.child) }

    @Test(arguments: [
        Case("a status ends", child + [.student("2026-09-01", "2027-08-31")], "2027-08-31–2027-08-31"),
        Case(
            "the last of two", child + [.student("2026-09-01", "2027-08-31"), .student("2027-09-01", "2028-08-31")],
            "2028-08-31–2028-08-31"),
        Case(
            "two with a gap", child + [.student("2026-09-01", "2027-08-31"), .student("2027-10-01", "2028-08-31")],
            "2027-08-31–2027-08-31", "2028-08-31–2028-08-31"),
        Case("a disability past 25", child + [disabled("2026-09-01", "2030-09-14")], "2030-09-14–2030-09-14"),
        Case("a status that ends before 21", child + [.student("2026-05-01", "2026-08-31")]),
        Case("age wins", child + [.student("2026-09-01", "2030-09-14")]),
        Case("removed with the status", child + [.student("2026-09-01", "2027-08-31"), .remove(Fact.child, "2027-09-01")]),
        Case("no cover to lose", child + [.student("2026-09-01", "2027-08-31"), .end("2027-06-30")]),
        Case("no status", child),
    ])
    func `a status ends a right`(_ given: Case) throws { try given.check(.statusExpiring, of: Fact.child) }

    private static func disabled(_ from: String, _ through: String) -> Fact {
        let status = BeneficiaryStatus(kind: .disabled, from: day(from), through: day(through), cdaph: true, evidence: .aeeh)
        return .statusRecord(StatusRecord(beneficiary: Fact.child, status: status))
    }

    private static func raising(_ born: String) -> [Fact] {
        [.affiliate(), .cessation("2026-09-01", .childUnder12Availability, childBornOn: born)]
    }

    @Test(arguments: [
        Case("an open absence", raising("2014-10-15"), "2026-10-15–"),
        Case("within an absence that ends", raising("2014-10-15") + [.resume("2027-01-01")], "2026-10-15–2026-12-31"),
        Case("on its last day", raising("2014-10-15") + [.resume("2026-10-16")], "2026-10-15–2026-10-15"),
        Case("work resumed on the birthday", raising("2014-10-15") + [.resume("2026-10-15")]),
        Case("another cause", [.affiliate(), .cessation("2026-09-01", .parentalLeave, childBornOn: "2014-10-15")]),
    ])
    func `a child reaches 12 within an absence to raise them`(_ given: Case) throws { try given.check(.childReaching12) }

    private static let away: [Fact] = [.affiliate(), .cessation("2026-09-10")]

    @Test(arguments: [
        Case("from the first month by direct debit", away, "2026-10-01–"),
        Case("one run, whatever is due", away + [.option("2026-11-01"), .partner("2026-11-15")], "2026-10-01–"),
        Case(
            "from the revocation: a mandate collects earlier months too", away + [.mandate("2026-11-05"), .revoke("2027-02-02")],
            "2027-03-01–"),
        Case("a mandate between two deciding days", away + [.mandate("2026-11-05"), .revoke("2026-11-20")], "2026-12-01–"),
        Case("a mandate that comes later", away + [.mandate("2027-11-05")]),
        Case("another mandate stays in force", away + [.mandate("2026-11-05"), .mandate("2026-12-01", "RUM-2"), .revoke("2027-02-02")]),
        Case(
            "the last of two is revoked, then the other",
            away + [.mandate("2026-11-05"), .mandate("2026-12-01", "RUM-2"), .revoke("2027-02-02", "RUM-2"), .revoke("2027-04-01")],
            "2027-04-01–"),
        Case("registered anew", away + [.mandate("2026-11-05"), .revoke("2027-02-02"), .mandate("2027-05-01")]),
        Case("revoked on its first day", away + [.mandate("2026-11-05"), .revoke("2026-11-05")], "2026-10-01–"),
        Case("revoked before its first day", away + [.mandate("2026-11-05"), .revoke("2026-11-01")]),
        Case(
            "the revocation of a mandate that is annulled", away + [.mandate("2026-11-05"), .revoke("2027-02-02"), .rescind(3)],
            "2026-10-01–"),
        Case("with a mandate from the start", away + [.mandate("2026-10-01")]),
        Case(
            "from the day of the month's affiliation",
            [.affiliate("2026-05-12"), .cessation("2026-05-12")], "2026-05-12–"),
        Case("a whole absence within a month decides none", away + [.resume("2026-09-20")]),
        Case("on pay none is needed", [.affiliate()]),
    ])
    func `months by direct debit wait for a mandate`(_ given: Case) throws { try given.check(.mandateMissing) }

    @Test(arguments: [
        Case("a term", [.exempt("2026-05-01", through: "2026-12-31")], "2026-12-31–"),
        Case("acted on later", [.exempt("2026-05-01", through: "2026-12-31"), .affiliate("2027-03-01")], "2026-12-31–2027-02-28"),
        Case("acted on for the day after", [.exempt("2026-05-01", through: "2026-12-31"), .affiliate("2027-01-01")]),
        Case("the limit of an individual contract", [.exempt("2026-05-01", ground: .individualContract)], "2027-04-30–"),
        Case(
            "the limit counts from the first of consecutive ones",
            [
                .exempt("2026-05-01", through: "2026-12-31", ground: .individualContract),
                .exempt("2027-01-01", ground: .individualContract),
            ], "2027-04-30–"),
        Case("no term", [.exempt("2026-05-01")]),
        Case("over before it began", [.exempt("2026-05-01", through: "2026-04-30")]),
    ])
    func `an exemption ends and nothing follows`(_ given: Case) throws { try given.check(.exemptionExpiring) }

    @Test func `deadlines come in order of their days`() throws {
        let facts = Self.child + [.unpaid("2026-08-15"), .resume("2026-11-01"), .end("2026-11-30"), .portability("2026-11-30")]
        let deadlines = try Tale(facts).contract().situation.deadlines
        #expect(deadlines.map(\.dueOn) == deadlines.map(\.dueOn).sorted())
        #expect(Set(deadlines.map(\.kind)) == [.continuationDeadline, .beneficiaryAgeLimit, .proof])
    }

    @Test(arguments: Deadline.Kind.allCases)
    func `a deadline waits through its last day of relevance`(kind: Deadline.Kind) {
        let due = day("2026-10-31")
        let bounded = Deadline(kind: kind, dueOn: due, relevantThrough: day("2026-11-30"))
        #expect(bounded.judged(asOf: day("2026-11-30")) != nil && bounded.judged(asOf: day("2026-12-01")) == nil)
        #expect(Deadline(kind: kind, dueOn: due, relevantThrough: nil).judged(asOf: day("2099-01-01")) != nil)
    }

    @Test(arguments: [
        (Deadline.Kind.proof, WorkKind.proofAwaited, Rule.proofAwaited),
        (.continuationDeadline, .continuationDeadline, .continuationDeadline),
        (.beneficiaryAgeLimit, .beneficiaryAgeLimit, .beneficiaryRight), (.statusExpiring, .statusExpiring, .beneficiaryRight),
        (.childReaching12, .childReaching12, .absenceChildTooOld), (.mandateMissing, .mandateMissing, .collection),
        (.exemptionExpiring, .exemptionExpiring, .exemption),
    ])
    func `a deadline is judged to be work of its kind, by its rule`(kind: Deadline.Kind, work: WorkKind, rule: Rule) {
        let judged = Deadline(kind: kind, dueOn: day("2026-10-31"), relevantThrough: nil).judged(asOf: day("2026-10-31"))
        #expect(judged?.kind == work && judged?.rule == rule)
    }

    @Test func `a proof is awaited through its due day, and overdue from the next`() {
        let proof = Deadline(kind: .proof, dueOn: day("2026-10-31"), relevantThrough: nil)
        let before = proof.judged(asOf: day("2026-10-31"))
        let after = proof.judged(asOf: day("2026-11-01"))
        #expect(before?.kind == .proofAwaited && before?.rule == .proofAwaited)
        #expect(after?.kind == .proofOverdue && after?.rule == .proofOverdue)
    }

    @Test func `a cover without its proof is provisional through the due day, and lapsed from the next`() {
        let pending = PendingCover.unproven(dueThrough: day("2026-10-31"))
        #expect(pending.judged(asOf: day("2026-10-31")) == Cover(.provisional, .portability))
        #expect(pending.judged(asOf: day("2026-11-01")) == Cover(.lapsed, .portability))
        #expect(PendingCover.settled(Cover(.suspended)).judged(asOf: day("2099-01-01")) == Cover(.suspended))
    }
}
