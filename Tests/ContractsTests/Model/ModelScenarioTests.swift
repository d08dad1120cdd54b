import Testing

/// Scenarios of the domain, replayed on the model: it is trusted to judge the real thing only as far as it passes them.
@Suite struct ModelScenarioTests {
    @Test func `affiliation: cover starts on its day, the month is shared`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        #expect(diary.holder("2026-04-30") == "none")
        #expect(diary.holder("2026-05-01") == "covered active")
        #expect(diary.run("2026-05-20") == ModelRun(from: "2026-05-01", through: nil))
        #expect(diary.run("2026-04-30") == ModelRun(from: nil, through: "2026-04-30"))
        #expect(diary.due("2026-04") == [0, 0, 0])
        #expect(diary.due("2026-05") == [3_770, 3_508, 0])
        diary.refuse(.affiliate(on: "2026-05-01"), .contractAlreadyAffiliated, at: "2026-04-21T09:00:00Z")
    }

    @Test func `pay counts up to the ceiling, from its day`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01", pay: 500_000))
        diary.accept(.declarePay(effectiveOn: "2026-08-01", grossMonthlyPayCents: 125_000), at: "2026-07-02T09:00:00Z")
        #expect(diary.due("2026-07") == [3_770, 4_712, 0])
        #expect(diary.due("2026-08") == [3_770, 2_508, 0])
    }

    @Test func `parental leave: the agent pays all, the employer refunds its part`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.startTemporaryCessation(effectiveOn: "2026-09-01", cause: .parentalLeave, childBornOn: nil))
        diary.accept(.resume(effectiveOn: "2027-03-01"))
        #expect(diary.holder("2026-09-01") == "covered temporaryCessation")
        #expect(diary.run("2026-12-25") == ModelRun(from: "2026-09-01", through: "2027-02-28"))
        #expect(diary.due("2026-09") == [0, 7_540, 3_770])
        #expect(diary.due("2027-02") == [0, 7_810, 3_905])
        #expect(diary.due("2027-03") == [3_905, 3_562, 0])
        #expect(diary.known().cotisation(of: "2026-09").mandateMissing)
        #expect(diary.known().cotisation(of: "2026-09").method == .directDebit)
    }

    @Test func `continuation: requested within thirty days, from the first day, all at the agent's charge`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.unpaid(on: "2026-09-01"), at: "2026-08-25T09:00:00Z")
        #expect(diary.known().eligibility(on: "2026-10-01").continuation == .init(eligible: true, through: "2026-10-01"))
        #expect(diary.known().eligibility(on: "2026-10-02").continuation.eligible == false)
        diary.refuse(.requestContinuation(suspensionFrom: "2026-09-01", requestedOn: "2026-10-02"), .continuationDeadline)
        diary.refuse(.requestContinuation(suspensionFrom: "2026-09-02", requestedOn: "2026-10-01"), .continuationNoSuspension)
        diary.accept(.requestContinuation(suspensionFrom: "2026-09-01", requestedOn: "2026-10-01"), at: "2026-09-20T09:00:00Z")
        #expect(diary.holder("2026-09-05", at: "2026-09-10T09:00:00Z") == "suspended")
        #expect(diary.holder("2026-09-05") == "covered continuation")
        #expect(diary.due("2026-09") == [0, 7_540, 0])
        diary.accept(.registerMandate(effectiveOn: "2026-09-22", mandateReference: "RUM-1", signedOn: "2026-09-21"))
        #expect(diary.known().cotisation(of: "2026-09").mandateMissing)
        #expect(diary.known().cotisation(of: "2026-10").mandateMissing == false)
        diary.refuse(.requestContinuation(suspensionFrom: "2026-09-01", requestedOn: "2026-09-23"), .continuationAlreadyRequested)
    }

    @Test func `portability: four months free, each with its proof`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.endEmployment(lastDay: "2026-08-31", reason: .endOfContract), at: "2026-09-02T09:00:00Z")
        diary.accept(.portability(after: "2026-08-31"), at: "2026-09-10T09:00:00Z")
        #expect(diary.holder("2026-09-01") == "provisional portability")
        diary.accept(.proof("2026-09"), at: "2026-10-02T09:00:00Z")
        #expect(diary.holder("2026-09-30") == "covered portability")
        #expect(diary.holder("2026-12-31") == "provisional portability")
        #expect(diary.holder("2027-01-01") == "none")
        #expect(diary.due("2026-09") == [0, 0, 0])
        #expect(diary.contract.submit(.proof("2026-09"), at: diary.now) == .unchanged)
        diary.refuse(.proof("2027-01"), .proofOutsideWindow)
        diary.refuse(.proof("2026-09", lostOn: "2026-09-20"), .proofConflicting)
        diary.refuse(.changeOption(effectiveOn: "2026-11-01", option: .option1), .optionFrozen)
        let portability = diary.known().eligibility(on: "2026-10-03").portability
        #expect(portability.eligible && portability.missing == [] && portability.months == 4)
        #expect(portability.from == "2026-09-01" && portability.through == "2026-12-31")
        #expect(portability.proofs.map(\.state) == [.proven, .awaited, .awaited, .awaited])
        #expect(portability.proofs.map(\.dueThrough) == ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31"])
        #expect(diary.holder("2026-10-15", at: "2026-11-30T22:59:59Z") == "provisional portability")
        #expect(diary.holder("2026-10-15", at: "2026-11-30T23:00:00Z") == "lapsed portability")
    }

    @Test func `each missing condition of portability has its own refusal`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.refuse(.portability(after: "2026-08-31"), .portabilityEmploymentNotEnded)
        diary.accept(.endEmployment(lastDay: "2026-08-31", reason: .resignation))
        let bulletin = ModelCommand.Bulletin(lastDay: "2026-08-31", activityPeriods: [.init(from: "2019-09-01", through: "2026-08-31")])
        let notification = ModelCommand.Notification(opensOn: "2026-09-01")
        diary.refuse(.startPortability(.init(bulletin: bulletin)), .portabilityNotificationMissing)
        diary.refuse(.startPortability(.init(notification: notification)), .portabilityBulletinMissing)
        diary.refuse(.startPortability(.init(bulletin: bulletin, notification: notification, retired: true)), .portabilityRetired)
        diary.accept(.startPortability(.init(bulletin: bulletin, notification: notification)))
        diary.refuse(.startPortability(.init(bulletin: bulletin, notification: notification)), .portabilityAlreadyStarted)
        #expect(diary.run("2026-12-01") == ModelRun(from: "2026-09-01", through: "2027-08-31"))
    }

    @Test func `children: under 21, then under 25 with a status`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.child(1, born: "2005-05-02", on: "2026-05-01"))
        diary.refuse(.child(2, born: "2005-05-01", on: "2026-05-01"), .beneficiaryNotEligible)
        let student = ModelCommand.Status(kind: .student, from: "2025-09-01", through: "2026-08-31")
        diary.accept(.child(2, born: "2005-05-01", on: "2026-05-01", status: student))
        #expect(diary.beneficiary(1, "2026-05-01") == .covered)
        #expect(diary.beneficiary(1, "2026-05-02") == ModelCover.State.none)
        #expect(diary.beneficiary(2, "2026-08-31") == .covered)
        #expect(diary.beneficiary(2, "2026-09-01") == ModelCover.State.none)
        diary.accept(.recordBeneficiaryStatus(beneficiary: 2, status: .init(kind: .student, from: "2026-09-01", through: "2027-08-31")))
        #expect(diary.beneficiary(2, "2026-09-01") == .covered)
        #expect(diary.known().eligibility(on: "2026-06-01").beneficiaries[1].through == "2027-08-31")
        diary.refuse(.recordBeneficiaryStatus(beneficiary: 3, status: student), .beneficiaryUnknown)
    }

    @Test func `a family: who is the third child is free, all at the agent's charge`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.addBeneficiary(.init(beneficiary: 1, relation: .spouse, bornOn: "1986-01-01", effectiveOn: "2026-05-01")))
        diary.refuse(
            .addBeneficiary(.init(beneficiary: 2, relation: .civilPartner, bornOn: "1987-01-01", effectiveOn: "2026-06-01")),
            .beneficiaryPartnerExists)
        for (person, born) in [(3, "2012-01-01"), (4, "2014-01-01"), (5, "2016-01-01")] as [(Int, ModelDay)] {
            diary.accept(.child(person, born: born, on: "2026-05-01"))
        }
        #expect(diary.due("2026-05") == [3_770, 19_342, 0])
        diary.accept(.unpaid(on: "2026-06-15"), at: "2026-06-01T09:00:00Z")
        #expect(diary.beneficiary(5, "2026-06-15") == .suspended)
        diary.accept(.requestContinuation(suspensionFrom: "2026-06-15", requestedOn: "2026-06-18"))
        #expect(diary.beneficiary(5, "2026-06-15") == .covered)
        #expect(diary.due("2026-06") == [3_770, 19_342, 0])
        #expect(diary.due("2026-07") == [0, 23_374, 0])
    }

    @Test func `an absence reported late reprices the months already called`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(
            .startTemporaryCessation(effectiveOn: "2026-09-01", cause: .familyCaregiverLeave, childBornOn: nil), at: "2026-11-05T09:00:00Z")
        #expect(diary.due("2026-09", at: "2026-11-01T09:00:00Z") == [3_770, 3_508, 0])
        #expect(diary.due("2026-09") == [0, 7_540, 3_770])
        #expect(diary.holder("2026-10-10", at: "2026-11-04T09:00:00Z") == "covered active")
    }

    @Test func `exempt, then affiliated on renouncing`() {
        let diary = ModelDiary()
        diary.accept(.exempt(.init(effectiveOn: "2026-05-01", ground: .stateComplementaryCover)))
        #expect(diary.holder("2026-10-14") == "exempt")
        #expect(diary.due("2026-05") == [0, 0, 0])
        diary.accept(.affiliate(on: "2026-10-15"), at: "2026-10-10T09:00:00Z")
        #expect(diary.run("2026-10-14") == ModelRun(from: "2026-05-01", through: "2026-10-14"))
        #expect(diary.holder("2026-10-15") == "covered active")
        #expect(diary.due("2026-10") == [3_770, 3_508, 0])
    }
}
