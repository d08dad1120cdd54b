import CivilTime
import ContractTesting
import Contracts
import Testing

/// Every rule is decided at least once for and once against. A rule without its pair of cases does not compile.
@Suite struct RuleTests {
    /// A situation in which a rule decides, or does not.
    struct Case {
        /// Whether the rule decided.
        let decided: () throws -> Bool

        /// Told this after that: the rule refuses it, or it is accepted.
        static func told(_ fact: Fact, after facts: [Fact], within limits: ContractLimits = .none, refusedBy rule: Rule) -> Case {
            Case {
                let contract = try Tale(facts).contract()
                do throws(Refusal) {
                    _ = try contract.decide([fact], within: limits)
                    return false
                } catch {
                    #expect(error.rule == rule, "refused by another rule")
                    return error.rule == rule
                }
            }
        }

        /// Asked of these facts: the reasons name the rule, or do not.
        static func asked(_ facts: [Fact], for rule: Rule, asOf: String, _ question: @escaping (Contract) -> [Reason]) -> Case {
            Case { question(try Tale(facts, asOf: asOf).contract()).contains { $0.rule == rule } }
        }
    }

    @Test(arguments: Rule.allCases)
    func `each rule is decided once for and once against`(rule: Rule) throws {
        let (holds, fails) = cases(rule)
        #expect(try holds.decided(), "\(rule.id) should decide")
        #expect(try !fails.decided(), "\(rule.id) should not decide")
    }

    @Test(arguments: Rule.allCases)
    func `each rule has a source and words in both languages`(rule: Rule) {
        #expect(!rule.source.isEmpty && rule.french.hasSuffix(".") && rule.english.hasSuffix(".") && rule.french != rule.english)
    }

    private func cases(_ rule: Rule) -> (holds: Case, fails: Case) {
        func refused(_ fact: Fact, after facts: [Fact], butNot other: Fact, after otherFacts: [Fact]? = nil) -> (Case, Case) {
            (.told(fact, after: facts, refusedBy: rule), .told(other, after: otherFacts ?? facts, refusedBy: rule))
        }
        func because(
            _ facts: [Fact], butNot other: [Fact], asOf: String = "2027-03-15T12:00:00Z", otherAsOf: String? = nil,
            _ question: @escaping (Contract) -> [Reason]
        ) -> (Case, Case) {
            (.asked(facts, for: rule, asOf: asOf, question), .asked(other, for: rule, asOf: otherAsOf ?? asOf, question))
        }
        func cover(_ on: String) -> (Contract) -> [Reason] { { $0.coverReasons(on: day(on)) } }
        func cotisation(_ of: String) -> (Contract) -> [Reason] { { $0.cotisation(of: month(of)).because } }

        let affiliated: [Fact] = [.affiliate()]
        let suspended: [Fact] = [.affiliate(), .unpaid("2026-09-01")]
        let continued = suspended + [.continuation("2026-09-01", sent: "2026-09-20")]
        let ended: [Fact] = [.affiliate(), .end("2026-08-31")]
        let ported = ended + [.portability("2026-08-31")]
        let family: [Fact] = [.affiliate(), .partner("2026-05-01"), .child("2026-05-01")]

        switch rule {
        case .contractUnknown: return refused(.resume("2026-05-01"), after: [], butNot: .affiliate())
        case .rescissionTarget: return refused(.rescind(3), after: suspended, butNot: .rescind(2))
        case .rescissionAlreadyRescinded:
            return refused(.rescind(2), after: suspended + [.rescind(2)], butNot: .rescind(2), after: suspended)
        case .schemeUnknown: return refused(.affiliate(scheme: "another"), after: [], butNot: .affiliate())
        case .contractFull:
            return (
                .told(.resume("2026-09-15"), after: suspended, within: ContractLimits(facts: 2, beneficiaries: 0), refusedBy: rule),
                .told(.resume("2026-09-15"), after: suspended, within: ContractLimits(facts: 3, beneficiaries: 0), refusedBy: rule)
            )

        case .mandateUnknown:
            return refused(.revoke("2026-09-01", "RUM-2"), after: affiliated + [.mandate("2026-06-01")], butNot: .revoke("2026-09-01"))

        case .contractAlreadyAffiliated:
            return refused(.affiliate("2026-06-01"), after: affiliated, butNot: .affiliate("2026-09-15"), after: ended)
        case .employmentNotEmployed: return refused(.paid("2026-09-15"), after: ended, butNot: .paid("2026-08-15"))
        case .absenceClassification:
            let training = Suspension(effectiveOn: day("2026-09-01"), cause: .closedList(.professionalTrainingLeave), income: .salary)
            return refused(.suspension(training), after: affiliated, butNot: .paid("2026-09-01"))
        case .absenceAlreadyOpen: return refused(.unpaid("2026-09-10"), after: suspended, butNot: .paid("2026-09-10"))
        case .absenceChildBirthDateMissing:
            return refused(
                .cessation("2026-09-01", .childUnder12Availability), after: affiliated,
                butNot: .cessation("2026-09-01", .childUnder12Availability, childBornOn: "2014-09-02"))
        case .absenceChildTooOld:
            return refused(
                .cessation("2026-09-01", .childUnder12Availability, childBornOn: "2014-09-01"), after: affiliated,
                butNot: .cessation("2026-09-01", .childUnder12Availability, childBornOn: "2014-09-02"))
        case .resumptionNothingToResume: return refused(.resume("2026-08-31"), after: suspended, butNot: .resume("2026-09-01"))
        case .affiliationBeforeEmployment:
            return refused(.affiliate(startedOn: "2026-05-02"), after: [], butNot: .affiliate(startedOn: "2026-05-01"))
        case .affiliationBeforeScheme: return refused(.affiliate("2026-04-30"), after: [], butNot: .affiliate("2026-05-01"))

        case .coverOutside: return because([.affiliate("2026-05-02")], butNot: affiliated, cover("2026-05-01"))
        case .coverActive: return because(affiliated, butNot: suspended, cover("2026-09-01"))
        case .coverSuspended: return because(suspended, butNot: [.affiliate(), .paid("2026-09-01")], cover("2026-09-01"))
        case .coverEnded: return because(ended, butNot: ported, cover("2026-09-01"))
        case .exemption: return because([.exempt("2026-05-01")], butNot: affiliated, cover("2026-05-01"))
        case .resumption: return because(suspended + [.resume("2026-10-01")], butNot: affiliated, cover("2026-10-01"))
        case .continuation: return because(continued, butNot: suspended, cover("2026-09-05"))
        case .continuationNoSuspension:
            return refused(
                .continuation("2026-09-02", sent: "2026-09-20"), after: suspended, butNot: .continuation("2026-09-01", sent: "2026-09-20"))
        case .continuationAlreadyRequested:
            return refused(
                .continuation("2026-09-01", sent: "2026-09-21"), after: continued, butNot: .continuation("2026-09-01", sent: "2026-09-21"),
                after: suspended)
        case .continuationDeadline:
            return refused(
                .continuation("2026-09-01", sent: "2026-10-02"), after: suspended, butNot: .continuation("2026-09-01", sent: "2026-10-01"))
        case .continuationNotInForce:
            return refused(.endContinuation("2026-08-31"), after: continued, butNot: .endContinuation("2026-09-01"))

        case .portabilityBulletinMissing:
            return refused(.portability("2026-08-31", bulletin: false), after: ended, butNot: .portability("2026-08-31"))
        case .portabilityAlreadyStarted:
            return refused(.portability("2026-08-31"), after: ported, butNot: .portability("2026-08-31"), after: ended)
        case .portabilityEmploymentNotEnded: return refused(.portability("2026-08-30"), after: ended, butNot: .portability("2026-08-31"))
        case .portabilityRetired:
            return refused(
                .portability("2026-08-31"), after: [.affiliate(), .end("2026-08-31", .retirement)], butNot: .portability("2026-08-31"),
                after: ended)
        case .portabilityNotCoveredAtEnd:
            return refused(
                .portability("2026-09-30"), after: suspended + [.end("2026-09-30")], butNot: .portability("2026-09-30"),
                after: continued + [.end("2026-09-30")])
        case .portabilityNotificationMissing:
            return refused(.portability("2026-08-31", notification: false), after: ended, butNot: .portability("2026-08-31"))
        case .portabilityNotOpen: return refused(.endPortability("2027-01-02"), after: ported, butNot: .endPortability("2027-01-01"))
        case .portabilityDuration: return because(ported, butNot: ended, cover("2026-12-31"))
        case .proofProven: return because(ported + [.proof("2026-09")], butNot: ported, cover("2026-09-15"))
        case .proofAwaited:
            return because(
                ported, butNot: ported, asOf: "2026-10-31T22:59:59Z", otherAsOf: "2026-10-31T23:00:00Z", cover("2026-09-15"))
        case .proofOverdue:
            return because(
                ported, butNot: ported, asOf: "2026-10-31T23:00:00Z", otherAsOf: "2026-10-31T22:59:59Z", cover("2026-09-15"))
        case .proofConflicting:
            return refused(.proof("2026-09", lostOn: "2026-09-15"), after: ported + [.proof("2026-09")], butNot: .proof("2026-09"))
        case .proofOutsideWindow: return refused(.proof("2027-01"), after: ported, butNot: .proof("2026-12"))
        case .optionFrozen: return refused(.option("2026-09-01"), after: ported, butNot: .option("2026-08-31"))
        case .contractNotInForce: return refused(.option("2026-09-01"), after: ended, butNot: .option("2026-08-31"))

        case .beneficiaryRight:
            return because(family, butNot: family + [.remove(Fact.child, "2026-06-01")]) { contract in
                contract.beneficiaries.filter { $0.id == Fact.child }.flatMap { contract.rightReasons(of: $0, on: day("2026-06-01")) }
            }
        case .beneficiaryUnknown:
            return refused(
                .student("2026-09-01", "2027-08-31"), after: affiliated, butNot: .student("2026-09-01", "2027-08-31"), after: family)
        case .beneficiaryBeforeHolder: return refused(.child("2026-04-30"), after: affiliated, butNot: .child("2026-05-01"))
        case .portabilityNoNewBeneficiaries: return refused(.child("2026-09-01"), after: ported, butNot: .child("2026-08-31"))
        case .beneficiaryAlreadyEnrolled:
            return refused(.child("2026-06-01"), after: family, butNot: .child("2026-06-01"), after: affiliated)
        case .beneficiaryContradicting:
            let left = family + [.remove(Fact.child, "2026-06-01")]
            return refused(.child("2026-07-01", born: "2012-01-02"), after: left, butNot: .child("2026-07-01"))
        case .beneficiaryNotEligible:
            return refused(.child("2026-05-01", born: "2005-05-01"), after: affiliated, butNot: .child("2026-05-01", born: "2005-05-02"))
        case .beneficiaryPartnerExists:
            let other = BeneficiaryID(bits: 3)
            return refused(
                .partner("2026-06-01", other), after: family, butNot: .partner("2026-06-01", other),
                after: family + [.remove(Fact.partner, "2026-06-01")])
        case .beneficiaryNotEnrolled:
            return refused(.remove(Fact.child, "2026-04-30"), after: family, butNot: .remove(Fact.child, "2026-05-01"))

        case .cotisationMonth:
            let asOf = "2027-03-15T12:00:00Z"
            return (
                .asked(affiliated, for: rule, asOf: asOf, cotisation("2026-05")),
                .asked(affiliated, for: rule, asOf: asOf, cover("2026-05-01"))
            )
        case .cotisationBase: return because(affiliated, butNot: suspended, cotisation("2026-10"))
        case .cotisationOption: return because([.affiliate(option: .option1)], butNot: affiliated, cotisation("2026-10"))
        case .cotisationBeneficiaries: return because(family, butNot: affiliated, cotisation("2026-10"))
        case .cotisationTemporaryCessation:
            return because([.affiliate(), .cessation("2026-09-01")], butNot: suspended, cotisation("2026-10"))
        case .cotisationContinuation: return because(continued, butNot: suspended, cotisation("2026-10"))
        case .cotisationNone: return because(suspended, butNot: continued, cotisation("2026-10"))
        case .collection: return because(affiliated, butNot: suspended, cotisation("2026-10"))
        case .adjustment:
            let before = try? Tale(affiliated).contract()
            return because([.affiliate(), .cessation("2026-09-01")], butNot: affiliated) {
                $0.adjustment(of: month("2026-10"), since: before).because
            }
        }
    }
}
