import Testing

/// Where a sentence of the domain decides a case that is easy to get wrong.
@Suite struct ModelTrapTests {
    @Test func `a late fact that makes a later one unlawful is refused with the later one's rule`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.unpaid(on: "2026-09-01"))
        diary.refuse(.endEmployment(lastDay: "2026-08-30", reason: .resignation), .employmentNotEmployed)
        diary.refuse(.unpaid(on: "2026-08-15"), .absenceAlreadyOpen)
        diary.refuse(.rescind(version: 1), .employmentNotEmployed)
    }

    @Test func `the last fact of a day decides it, the others only have to be lawful`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.unpaid(on: "2026-09-01"))
        diary.accept(.requestContinuation(suspensionFrom: "2026-09-01", requestedOn: "2026-09-01"))
        #expect(diary.holder("2026-09-01") == "covered continuation")
        diary.accept(.resume(effectiveOn: "2026-09-01"))
        #expect(diary.run("2026-09-01") == ModelRun(from: "2026-05-01", through: nil))
        diary.refuse(.requestContinuation(suspensionFrom: "2026-09-01", requestedOn: "2026-09-01"), .continuationNoSuspension)
        diary.accept(.rescind(version: 4))
        #expect(diary.holder("2026-09-01") == "covered continuation")  // the request counts again
    }

    @Test func `an end of continuation under a portability is refused with the portability's rule`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.unpaid(on: "2026-07-01"))
        diary.accept(.requestContinuation(suspensionFrom: "2026-07-01", requestedOn: "2026-06-20"))
        diary.accept(.endEmployment(lastDay: "2026-08-31", reason: .dismissal))
        diary.accept(.portability(after: "2026-08-31"))
        diary.refuse(.endContinuation(effectiveOn: "2026-08-31"), .portabilityNotCoveredAtEnd)
        diary.refuse(.endContinuation(effectiveOn: "2026-09-01"), .continuationNotInForce)
        diary.refuse(.rescind(version: 3), .portabilityNotCoveredAtEnd)
    }

    @Test func `rescission: no such event, a rescission, twice, and what it restores`() {
        let diary = ModelDiary()
        diary.refuse(.rescind(version: 1), .contractUnknown)
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.unpaid(on: "2026-09-01"), at: "2026-08-25T09:00:00Z")
        diary.accept(.rescind(version: 2), at: "2026-09-03T09:00:00Z")
        #expect(diary.holder("2026-09-02") == "covered active")
        #expect(diary.holder("2026-09-02", at: "2026-09-02T09:00:00Z") == "suspended")
        diary.refuse(.rescind(version: 2), .rescissionAlreadyRescinded)
        diary.refuse(.rescind(version: 3), .rescissionTarget)
        diary.refuse(.rescind(version: 9), .rescissionTarget)
    }

    @Test(
        arguments: [
            ("2026-08-31", [("2026-05-01", "2026-08-31")], 4, "2026-12-31"),
            ("2026-08-31", [("2026-05-02", "2026-08-31")], 4, "2026-12-31"),
            ("2026-08-31", [("2026-04-30", "2026-08-31")], 5, "2027-01-31"),
            ("2026-08-31", [("2026-07-01", "2026-08-31"), ("2026-05-01", "2026-06-30")], 4, "2026-12-31"),
            ("2026-08-31", [("2026-07-01", "2026-08-31"), ("2026-05-01", "2026-06-29")], 2, "2026-10-31"),
            ("2026-08-31", [("2020-01-01", "2026-08-31")], 12, "2027-08-31"),
            ("2026-08-30", [("2026-08-01", "2026-08-30")], 1, "2026-09-29"),
            ("2026-08-30", [("2026-03-01", "2026-08-30")], 6, "2027-02-27"),
            ("2026-06-30", [("2026-06-30", "2026-06-30")], 1, "2026-07-31"),
        ] as [(ModelDay, [(ModelDay, ModelDay)], Int, ModelDay)])
    func `months are counted up over the last unbroken period`(
        lastDay: ModelDay, periods: [(ModelDay, ModelDay)], months: Int, through: ModelDay
    ) {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.endEmployment(lastDay: lastDay, reason: .endOfContract))
        diary.accept(
            .startPortability(
                .init(
                    bulletin: .init(lastDay: lastDay, activityPeriods: periods.map { .init(from: $0, through: $1) }),
                    notification: .init(opensOn: lastDay.next))))
        let portability = diary.known().eligibility(on: lastDay.next).portability
        #expect(portability.months == months)
        #expect(portability.through == through)
    }

    @Test func `days of a portability: cut by benefits, by their loss, by its end; the window stays for the end`() {
        let diary = ModelDiary()
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.endEmployment(lastDay: "2026-08-31", reason: .endOfContract))
        diary.accept(.portability(after: "2026-08-31", from: "2025-09-01", until: "2027-01-15"))
        #expect(diary.known().eligibility(on: "2026-09-01").portability.through == "2027-01-15")
        #expect(diary.known().eligibility(on: "2026-09-01").portability.months == 12)
        diary.refuse(.proof("2026-11", lostOn: "2026-12-01"), .proofOutsideWindow)
        diary.accept(.proof("2026-11", lostOn: "2026-11-10"))
        #expect(diary.known().eligibility(on: "2026-09-01").portability.through == "2026-11-09")
        #expect(diary.holder("2026-11-09") == "covered portability")
        #expect(diary.holder("2026-11-10") == "none")
        diary.refuse(.proof("2026-12"), .proofOutsideWindow)
        diary.refuse(.endPortability(effectiveOn: "2027-01-17", reason: .request), .portabilityNotOpen)
        diary.accept(.endPortability(effectiveOn: "2027-01-16", reason: .request))
        diary.accept(.rescind(version: 5))
        diary.accept(.endPortability(effectiveOn: "2026-10-01", reason: .newEmployment))
        #expect(diary.known().eligibility(on: "2026-09-01").portability.through == "2026-09-30")
    }

    @Test func `an individual contract exempts for twelve months from the first of consecutive exemptions`() {
        let diary = ModelDiary()
        diary.accept(.exempt(.init(effectiveOn: "2026-05-01", through: "2026-12-31", ground: .individualContract)))
        diary.accept(.exempt(.init(effectiveOn: "2027-01-01", ground: .individualContract)))
        #expect(diary.run("2026-07-01") == ModelRun(from: "2026-05-01", through: "2027-04-30"))
        #expect(diary.holder("2027-05-01") == "none")
        diary.accept(.exempt(.init(effectiveOn: "2027-02-01", ground: .stateComplementaryCover)))
        #expect(diary.run("2027-02-01").through == nil)
        diary.accept(.exempt(.init(effectiveOn: "2027-03-01", ground: .individualContract)))
        #expect(diary.run("2027-03-01").through == "2028-02-29")
    }

    @Test func `a beneficiary: order of refusals, coming back, and staying through portability only if covered at its eve`() {
        let diary = ModelDiary()
        diary.accept(.exempt(.init(effectiveOn: "2026-05-01", ground: .otherCollectiveCover)))
        diary.refuse(.child(1, born: "2015-01-01", on: "2026-06-01"), .beneficiaryBeforeHolder)
        diary.accept(.affiliate(on: "2026-06-01"))
        diary.refuse(.child(1, born: "2015-01-01", on: "2026-05-31"), .beneficiaryBeforeHolder)
        diary.accept(.child(1, born: "2015-01-01", on: "2026-06-01"))
        diary.refuse(.child(1, born: "2015-01-02", on: "2026-07-01"), .beneficiaryAlreadyEnrolled)
        diary.accept(.removeBeneficiary(beneficiary: 1, effectiveOn: "2026-07-01"))
        diary.refuse(.removeBeneficiary(beneficiary: 1, effectiveOn: "2026-07-01"), .beneficiaryNotEnrolled)
        diary.refuse(.child(1, born: "2015-01-02", on: "2026-07-01"), .beneficiaryContradicting)
        diary.accept(.child(1, born: "2015-01-01", on: "2026-09-10"))
        diary.accept(.child(2, born: "2016-01-01", on: "2026-06-01"))
        diary.accept(.endEmployment(lastDay: "2026-08-31", reason: .endOfContract))
        diary.refuse(.child(3, born: "2016-01-01", on: "2026-09-01"), .contractNotInForce)
        diary.accept(.portability(after: "2026-08-31"))
        diary.refuse(.child(3, born: "2016-01-01", on: "2026-09-01"), .portabilityNoNewBeneficiaries)
        #expect(diary.beneficiary(1, "2026-09-10") == ModelCover.State.none)
        #expect(diary.beneficiary(2, "2026-09-10") == .provisional)
        diary.accept(.affiliate(on: "2026-10-10", option: .option2))
        #expect(diary.beneficiary(1, "2026-10-10") == .covered)
        #expect(diary.known().referenceDay(of: "2026-10") == "2026-10-10")
        #expect(diary.due("2026-10") == [3_770 + 500, 3_508 + 1_245 + 2 * (3_770 + 875), 0])
    }

    @Test func `a status outlives the enrolment it was told under`() {
        let diary = ModelDiary()
        let student = ModelCommand.Status(kind: .student, from: "2026-05-01")
        diary.accept(.affiliate(on: "2026-05-01"))
        diary.accept(.child(1, born: "2005-04-30", on: "2026-05-01", status: student))
        diary.accept(.recordBeneficiaryStatus(beneficiary: 1, status: student))
        diary.accept(.rescind(version: 2))
        diary.accept(.child(1, born: "2005-04-30", on: "2026-05-01"))
        #expect(diary.beneficiary(1, "2026-05-01") == ModelCover.State.covered)
    }
}
