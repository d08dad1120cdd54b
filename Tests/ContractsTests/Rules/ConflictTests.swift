import CivilTime
import ContractTesting
import Contracts
import Testing

/// Which recorded fact and which field a refusal names, rule by rule. A rule that refuses and has no line here does not pass.
@Suite struct ConflictTests {
    struct Line: CustomTestStringConvertible {
        let rule: Rule
        let facts: [Fact]
        let told: [Fact]
        /// The version of the fact in the way; `nil` where there is none.
        let conflictsWith: Int?
        /// Whether that fact would no longer be lawful.
        let makesUnlawful: Bool
        /// The field at fault; `nil` where no field is.
        let field: BodyField?
        let limits: ContractLimits

        init(
            _ rule: Rule, _ told: Fact..., after facts: [Fact], within limits: ContractLimits = .none, conflictsWith: Int?,
            makesUnlawful: Bool = false, in field: BodyField? = .effectiveOn
        ) {
            (self.rule, self.told, self.facts, self.conflictsWith) = (rule, told, facts, conflictsWith)
            (self.makesUnlawful, self.field, self.limits) = (makesUnlawful, field, limits)
        }

        var testDescription: String { "\(rule.id) \(conflictsWith.map { "for \($0)" } ?? "for nothing recorded") after \(facts.count)" }
    }

    private static let affiliated: [Fact] = [.affiliate()]
    private static let suspended: [Fact] = affiliated + [.unpaid("2026-09-01")]
    private static let continued = suspended + [.continuation("2026-09-01", sent: "2026-09-20")]
    private static let ended: [Fact] = affiliated + [.end("2026-08-31")]
    private static let ported = ended + [.portability("2026-08-31")]
    private static let family: [Fact] = affiliated + [.partner("2026-05-01"), .child("2026-05-01")]

    static let lines: [Line] = [
        Line(.contractUnknown, .resume("2026-05-01"), after: [], conflictsWith: nil, in: nil),
        Line(.schemeUnknown, .affiliate(scheme: "another"), after: [], conflictsWith: nil, in: .scheme),
        Line(
            .contractFull, .resume("2026-09-15"), after: suspended, within: ContractLimits(facts: 2, beneficiaries: 0), conflictsWith: nil,
            in: nil),
        Line(.rescissionTarget, .rescind(9), after: suspended, conflictsWith: nil, in: .version),
        Line(.rescissionTarget, .rescind(3), after: suspended + [.rescind(2)], conflictsWith: 3, in: .version),
        Line(.rescissionAlreadyRescinded, .rescind(2), after: suspended + [.rescind(2)], conflictsWith: 3, in: .version),
        Line(
            .mandateUnknown, .revoke("2026-09-01", "RUM-2"), after: affiliated + [.mandate("2026-06-01")], conflictsWith: nil,
            in: .mandateReference),

        Line(.contractAlreadyAffiliated, .affiliate("2026-06-01"), after: affiliated, conflictsWith: 1),
        // A later transition that would no longer be lawful.
        Line(
            .contractAlreadyAffiliated, .affiliate("2026-05-15"), after: [.affiliate("2026-06-01")], conflictsWith: 1, makesUnlawful: true),
        Line(.employmentNotEmployed, .paid("2026-09-15"), after: ended, conflictsWith: 2),
        Line(.employmentNotEmployed, .paid("2026-04-15"), after: affiliated, conflictsWith: nil),
        Line(.employmentNotEmployed, .end("2026-08-30"), after: suspended, conflictsWith: 2, makesUnlawful: true, in: .lastDay),
        Line(
            .absenceClassification,
            .suspension(Suspension(effectiveOn: day("2026-09-01"), cause: .closedList(.earlyCessation), income: .none)),
            after: affiliated, conflictsWith: nil, in: .cause),
        Line(.absenceAlreadyOpen, .unpaid("2026-09-10"), after: suspended, conflictsWith: 2),
        Line(.absenceAlreadyOpen, .unpaid("2026-08-10"), after: suspended, conflictsWith: 2, makesUnlawful: true),
        Line(.absenceAlreadyOpen, .cessation("2026-10-01"), after: affiliated + [.cessation("2026-09-01")], conflictsWith: 2),
        Line(
            .absenceChildBirthDateMissing, .cessation("2026-09-01", .childUnder12Availability), after: affiliated, conflictsWith: nil,
            in: .childBornOn),
        Line(
            .absenceChildTooOld, .cessation("2026-09-01", .childUnder12Availability, childBornOn: "2014-09-01"), after: affiliated,
            conflictsWith: nil, in: .childBornOn),
        Line(.resumptionNothingToResume, .resume("2026-08-31"), after: suspended, conflictsWith: 1),
        Line(
            .resumptionNothingToResume, .rescind(2), after: suspended + [.resume("2026-10-01")], conflictsWith: 3, makesUnlawful: true,
            in: .version),
        Line(.affiliationBeforeEmployment, .affiliate(startedOn: "2026-05-02"), after: [], conflictsWith: nil),
        Line(.affiliationBeforeScheme, .affiliate("2026-04-30"), after: [], conflictsWith: nil),

        Line(
            .continuationNoSuspension, .continuation("2026-09-02", sent: "2026-09-20"), after: suspended, conflictsWith: 2,
            in: .suspensionFrom),
        Line(
            .continuationNoSuspension, .continuation("2026-04-02", sent: "2026-04-02"), after: suspended, conflictsWith: nil,
            in: .suspensionFrom),
        Line(
            .continuationAlreadyRequested, .continuation("2026-09-01", sent: "2026-09-21"), after: continued, conflictsWith: 3,
            in: .suspensionFrom),
        Line(
            .continuationDeadline, .continuation("2026-09-01", sent: "2026-10-02"), after: suspended, conflictsWith: nil, in: .requestedOn),
        Line(.continuationNotInForce, .endContinuation("2026-08-31"), after: continued, conflictsWith: 1),
        Line(.continuationNotInForce, .endContinuation("2026-09-15"), after: suspended, conflictsWith: 2),
        Line(
            .continuationNotInForce, .endContinuation("2026-09-15"), after: continued + [.endContinuation("2026-09-10")], conflictsWith: 4),

        Line(.portabilityBulletinMissing, .portability("2026-08-31", bulletin: false), after: ended, conflictsWith: nil, in: .bulletin),
        Line(.portabilityAlreadyStarted, .portability("2026-08-31"), after: ported, conflictsWith: 3, in: .bulletinLastDay),
        Line(.portabilityEmploymentNotEnded, .portability("2026-08-30"), after: ended, conflictsWith: 1, in: .bulletinLastDay),
        Line(.portabilityEmploymentNotEnded, .portability("2026-09-30"), after: ended, conflictsWith: 2, in: .bulletinLastDay),
        Line(.portabilityEmploymentNotEnded, .rescind(2), after: ported, conflictsWith: 3, makesUnlawful: true, in: .version),
        Line(
            .portabilityRetired, .portability("2026-08-31"), after: affiliated + [.end("2026-08-31", .retirement)], conflictsWith: 2,
            in: .bulletinLastDay),
        Line(.portabilityRetired, .portability("2026-08-31", retired: true), after: ended, conflictsWith: nil, in: .retired),
        Line(
            .portabilityNotCoveredAtEnd, .portability("2026-09-30"), after: suspended + [.end("2026-09-30")], conflictsWith: 2,
            in: .bulletinLastDay),
        Line(
            .portabilityNotCoveredAtEnd, .portability("2026-09-30"),
            after: continued + [.endContinuation("2026-09-20"), .end("2026-09-30")], conflictsWith: 4, in: .bulletinLastDay),
        Line(
            .portabilityNotCoveredAtEnd, .endContinuation("2026-09-20"),
            after: continued + [.end("2026-09-30"), .portability("2026-09-30")], conflictsWith: 5, makesUnlawful: true),
        Line(
            .portabilityNotificationMissing, .portability("2026-08-31", notification: false), after: ended, conflictsWith: nil,
            in: .notification),
        Line(.portabilityNotOpen, .endPortability("2027-01-02"), after: ported, conflictsWith: 3),
        Line(.portabilityNotOpen, .endPortability("2026-09-15"), after: ended, conflictsWith: 2),
        Line(.portabilityNotOpen, .proof("2026-09"), after: ended, conflictsWith: nil, in: .month),
        Line(.proofConflicting, .proof("2026-09", lostOn: "2026-09-15"), after: ported + [.proof("2026-09")], conflictsWith: 4, in: .month),
        Line(.proofOutsideWindow, .proof("2027-01"), after: ported, conflictsWith: nil, in: .month),
        Line(.proofOutsideWindow, .proof("2026-11"), after: ported + [.endPortability("2026-10-15")], conflictsWith: 4, in: .month),
        Line(
            .proofOutsideWindow, .proof("2026-11"), after: ported + [.proof("2026-10", lostOn: "2026-10-15")], conflictsWith: 4, in: .month),
        Line(
            .proofOutsideWindow, .proof("2026-10", lostOn: "2026-10-20"), after: ported + [.endPortability("2026-10-15")], conflictsWith: 4,
            in: .lostOn),
        Line(.proofOutsideWindow, .proof("2026-10", lostOn: "2026-11-20"), after: ported, conflictsWith: nil, in: .lostOn),
        Line(.optionFrozen, .option("2026-09-01"), after: ported, conflictsWith: 3),
        Line(.contractNotInForce, .option("2026-09-01"), after: ended, conflictsWith: 2),
        Line(.contractNotInForce, .child("2026-09-15"), after: ended, conflictsWith: 2),

        Line(.beneficiaryUnknown, .student("2026-09-01", "2027-08-31"), after: affiliated, conflictsWith: nil, in: .beneficiary),
        Line(.beneficiaryBeforeHolder, .child("2026-04-30"), after: affiliated, conflictsWith: 1),
        Line(.portabilityNoNewBeneficiaries, .child("2026-09-01"), after: ported, conflictsWith: 3),
        Line(.beneficiaryAlreadyEnrolled, .child("2026-06-01"), after: family, conflictsWith: 3),
        Line(
            .beneficiaryContradicting, .child("2026-07-01", born: "2012-01-02"), after: family + [.remove(Fact.child, "2026-06-01")],
            conflictsWith: 3, in: .bornOn),
        Line(.beneficiaryNotEligible, .child("2026-05-01", born: "2005-05-01"), after: affiliated, conflictsWith: nil, in: .bornOn),
        Line(.beneficiaryPartnerExists, .partner("2026-06-01", BeneficiaryID(bits: 3)), after: family, conflictsWith: 2),
        Line(
            .beneficiaryPartnerExists, .partner("2026-06-01", BeneficiaryID(bits: 3)), after: affiliated + [.partner("2026-08-01")],
            conflictsWith: 2),
        Line(
            .beneficiaryPartnerExists, .rescind(4),
            after: family + [.remove(Fact.partner, "2026-06-01"), .partner("2026-07-01", BeneficiaryID(bits: 3))], conflictsWith: 5,
            makesUnlawful: true, in: .version),
        Line(.beneficiaryNotEnrolled, .remove(Fact.child, "2026-04-30"), after: family, conflictsWith: nil),
        Line(
            .beneficiaryNotEnrolled, .remove(Fact.child, "2026-07-01"), after: family + [.remove(Fact.child, "2026-06-01")],
            conflictsWith: 4),
    ]

    @Test(arguments: lines)
    func `a refusal names the recorded fact in its way, and the field at fault`(line: Line) throws {
        let contract = try Tale(line.facts).contract()
        let refusal = Refusal(line.rule, conflictsWith: line.conflictsWith, makesUnlawful: line.makesUnlawful, field: line.field)
        #expect(throws: refusal) {
            try contract.decide(line.told, within: line.limits)
        }
    }

    @Test func `every rule that refuses has a line`() {
        let asked: Set<Rule> = [
            .coverOutside, .coverActive, .coverSuspended, .coverEnded, .exemption, .resumption, .continuation, .portabilityDuration,
            .proofProven, .proofAwaited, .proofOverdue, .beneficiaryRight, .cotisationMonth, .cotisationBase, .cotisationOption,
            .cotisationBeneficiaries, .cotisationTemporaryCessation, .cotisationContinuation, .cotisationNone, .collection, .adjustment,
        ]
        #expect(Set(Self.lines.map(\.rule)).union(asked) == Set(Rule.allCases))
    }
}
