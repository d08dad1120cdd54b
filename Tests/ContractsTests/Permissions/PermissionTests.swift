import CivilTime
import ContractTesting
import Contracts
import Testing

/// What may be told on a day, standing by standing.
@Suite struct PermissionTests {
    private static let affiliated: [Fact] = [.affiliate()]
    private static let suspended: [Fact] = affiliated + [.unpaid("2026-09-01")]
    private static let ended: [Fact] = affiliated + [.end("2026-08-31")]
    private static let ported: [Fact] = ended + [.portability("2026-08-31")]
    private static let family: [Fact] = affiliated + [.partner("2026-05-01"), .child("2026-05-01")]

    /// Some facts, and what is said of one kind on a day.
    struct Case: CustomTestStringConvertible {
        let kind: FactKind
        let on: String
        let facts: [Fact]
        /// `allowed`, the id of the rule that forbids, or the field on which it depends.
        let verdict: String

        init(_ kind: FactKind, _ on: String, after facts: [Fact], _ verdict: String) {
            (self.kind, self.on, self.facts, self.verdict) = (kind, on, facts, verdict)
        }

        var testDescription: String { "\(kind) on \(on) after \(facts.count): \(verdict)" }
    }

    static let cases: [Case] = [
        Case(.resumption, "2026-09-15", after: affiliated, "resumption.nothingToResume"),
        Case(.resumption, "2026-09-15", after: suspended, "allowed"),
        // A resumption told for a day before the absence.
        Case(.resumption, "2026-08-15", after: suspended, "resumption.nothingToResume"),
        Case(.affiliation, "2026-09-15", after: affiliated, "contract.alreadyAffiliated"),
        Case(.affiliation, "2026-09-15", after: ended, "allowed"),
        // The affiliation recorded for a later day would no longer be lawful.
        Case(.affiliation, "2026-05-15", after: [.affiliate("2026-06-01")], "contract.alreadyAffiliated"),
        Case(.affiliation, "2026-04-15", after: [], "affiliation.beforeScheme"),
        Case(.exemption, "2026-09-15", after: ported, "allowed"),
        Case(.suspension, "2026-09-15", after: affiliated, "allowed"),
        Case(.suspension, "2026-09-15", after: suspended, "income"),
        Case(.suspension, "2026-09-15", after: ended, "employment.notEmployed"),
        Case(.temporaryCessation, "2026-09-15", after: suspended, "allowed"),
        Case(.temporaryCessation, "2026-09-15", after: affiliated + [.cessation("2026-09-01")], "cause"),
        Case(.employmentEnd, "2026-09-15", after: affiliated, "allowed"),
        Case(.employmentEnd, "2026-09-15", after: ended, "employment.notEmployed"),
        Case(.portabilityStart, "2026-10-15", after: ended, "allowed"),
        Case(.portabilityStart, "2026-08-15", after: ended, "allowed"),
        Case(.portabilityStart, "2026-10-15", after: affiliated, "portability.employmentNotEnded"),
        Case(.portabilityStart, "2026-10-15", after: affiliated + [.end("2026-08-31", .retirement)], "portability.retired"),
        Case(.portabilityStart, "2026-10-15", after: suspended + [.end("2026-09-30")], "portability.notCoveredAtEnd"),
        Case(.portabilityStart, "2026-10-15", after: ported, "portability.alreadyStarted"),
        Case(.portabilityStart, "2026-10-15", after: ported + [.affiliate("2026-10-01"), .end("2026-12-31")], "bulletin/lastDay"),
        // The portability after the last employment has started, that after an earlier one may still.
        Case(
            .portabilityStart, "2027-02-15",
            after: ended + [.affiliate("2026-11-01"), .end("2027-01-31"), .portability("2027-01-31")], "bulletin/lastDay"),
        Case(.portabilityEnd, "2026-10-15", after: ported, "allowed"),
        Case(.portabilityEnd, "2026-10-15", after: ended, "portability.notOpen"),
        Case(.proof, "2026-10-15", after: ended, "portability.notOpen"),
        Case(.proof, "2026-10-15", after: ported, "allowed"),
        Case(.proof, "2027-03-15", after: ported, "allowed"),
        Case(.proof, "2027-03-15", after: ported + [.proof("2026-09", lostOn: "2026-09-20")], "proof.conflicting"),
        Case(.continuationRequest, "2026-09-15", after: suspended, "allowed"),
        Case(.continuationRequest, "2026-10-02", after: suspended, "requestedOn"),
        // Announced for a later day, or over already.
        Case(.continuationRequest, "2026-08-25", after: suspended, "allowed"),
        Case(.continuationRequest, "2026-09-25", after: suspended + [.resume("2026-09-20")], "allowed"),
        Case(.continuationRequest, "2026-09-15", after: affiliated, "continuation.noSuspension"),
        Case(
            .continuationRequest, "2026-09-15", after: suspended + [.continuation("2026-09-01", sent: "2026-09-02")],
            "continuation.alreadyRequested"),
        // The last absence is continued already, an earlier one may still be.
        Case(
            .continuationRequest, "2026-12-15",
            after: suspended + [.resume("2026-10-01"), .unpaid("2026-12-01"), .continuation("2026-12-01", sent: "2026-12-02")],
            "suspensionFrom"),
        Case(.continuationEnd, "2026-09-15", after: suspended, "continuation.notInForce"),
        Case(.continuationEnd, "2026-09-15", after: suspended + [.continuation("2026-09-01", sent: "2026-09-02")], "allowed"),
        Case(.optionChange, "2026-09-15", after: ported, "option.frozen"),
        Case(.optionChange, "2026-09-15", after: ended, "contract.notInForce"),
        Case(.optionChange, "2026-09-15", after: suspended, "allowed"),
        Case(.enrolment, "2026-09-15", after: affiliated, "allowed"),
        // A new child is accepted, a second partner is not.
        Case(.enrolment, "2026-09-15", after: family, "relation"),
        // A child who left is past the age of 21 by now: only a status lets them join again.
        Case(
            .enrolment, "2027-01-15", after: affiliated + [.child("2026-05-01", born: "2005-09-15"), .remove(Fact.child, "2026-06-01")],
            "status"),
        Case(.enrolment, "2026-09-15", after: ported, "portability.noNewBeneficiaries"),
        Case(.removal, "2026-09-15", after: affiliated, "beneficiary.unknown"),
        Case(.removal, "2026-09-15", after: family, "allowed"),
        Case(.removal, "2026-09-15", after: family + [.remove(Fact.child, "2026-06-01")], "beneficiary"),
        Case(.statusRecord, "2026-09-15", after: affiliated, "beneficiary.unknown"),
        Case(.statusRecord, "2026-09-15", after: family, "allowed"),
        Case(.mandateRevocation, "2026-09-15", after: affiliated, "mandate.unknown"),
        Case(.mandateRevocation, "2026-09-15", after: affiliated + [.mandate("2026-12-01")], "allowed"),
        Case(.payDeclaration, "2026-09-15", after: ended, "allowed"),
        Case(.rescission, "2026-09-15", after: suspended, "version"),
        Case(.rescission, "2026-09-15", after: [.affiliate(), .rescind(1)], "rescission.alreadyRescinded"),
        Case(.payDeclaration, "2026-09-15", after: [], "contract.unknown"),
        Case(.rescission, "2026-09-15", after: [], "contract.unknown"),
        // The last day of the calendar.
        Case(.suspension, "9999-12-31", after: affiliated, "allowed"),
        Case(.continuationRequest, "9999-12-31", after: affiliated + [.unpaid("9999-12-31")], "allowed"),
    ]

    @Test(arguments: cases)
    func `the standing allows, or a rule forbids`(given: Case) throws {
        let contract = try Tale(given.facts).contract()
        let permission = try #require(contract.permissions(on: day(given.on)).first { $0.kind == given.kind })
        let verdict =
            switch permission.verdict {
            case .allowed: "allowed"
            case .depends(let field): field.rawValue
            case .forbidden(let refusal): refusal.rule.id
            }
        #expect(verdict == given.verdict, "\(permission.trials)")
    }

    @Test func `where it depends on the body, each choice has its own answer`() throws {
        let absences = try Tale(Self.suspended).contract().permissions(on: day("2026-10-02")).first { $0.kind == .suspension }
        let open = Permission.Outcome.refused(Refusal(.absenceAlreadyOpen, conflictsWith: 2, field: .effectiveOn))
        #expect(absences?.trials.map(\.choice) == Suspension.Income.allCases.map { .income($0) })
        #expect(absences?.trials.map(\.outcome) == Suspension.Income.allCases.map { $0 == .none ? open : .accepted })
        let late = try Tale(Self.suspended).contract().permissions(on: day("2026-10-02")).first { $0.kind == .continuationRequest }
        #expect(
            late?.trials.map(\.choice) == [
                .absence(from: day("2026-09-01"), requestedOn: day("2026-10-02")),
                .absence(from: day("2026-09-01"), requestedOn: day("2026-10-01")),
            ])
        let refused = Permission.Outcome.refused(Refusal(.continuationDeadline, field: .requestedOn))
        #expect(late?.trials.map(\.outcome) == [refused, .accepted])
        let proofs = try Tale(Self.ported + [.proof("2026-10")]).contract().permissions(on: day("2026-10-02")).first { $0.kind == .proof }
        #expect(proofs?.trials.map(\.choice) == ["2026-09", "2026-10", "2026-11", "2026-12"].map { .month(month($0)) })
        #expect(proofs?.trials.map(\.outcome) == [.accepted, .known, .accepted, .accepted])
    }

    @Test func `a full contract forbids all but rescissions, and a correction with them`() throws {
        let contract = try Tale(Self.family).contract()
        let limits = ContractLimits(facts: 3, beneficiaries: 2)
        let permissions = contract.permissions(on: day("2026-09-15"), within: limits)
        for permission in permissions where permission.kind != .rescission {
            guard case .forbidden(let refusal) = permission.verdict else { Issue.record("\(permission.kind)"); continue }
            #expect(refusal.rule == .contractFull, "\(permission.kind)")
        }
        #expect(contract.refusalOfCorrection(given: permissions) == nil)
        let empty = try Contract(events: [], knownAt: contract.knownAt, schemes: Tale().schemes)
        #expect(empty.refusalOfCorrection(given: empty.permissions(on: day("2026-09-15")))?.rule == .contractUnknown)
    }

    @Test(arguments: ["0001-01-01", "2026-12-31", "2027-01-01", "2028-02-29", "9999-12-31"])
    func `at the ends of the calendar and of a year too, each kind has its trials, which are decided as they are told`(on text: String)
        throws
    {
        for facts in [[], Self.affiliated, Self.suspended, Self.ended, Self.ported, Self.family, [.affiliate(), .rescind(1)]] {
            let contract = try Tale(facts).contract()
            let permissions = contract.permissions(on: day(text))
            #expect(permissions.map(\.kind) == FactKind.allCases)
            for trial in permissions.flatMap(\.trials) {
                let decided = Result { try contract.decide([trial.fact]) }
                switch (trial.outcome, decided) {
                case (.accepted, .success([trial.fact])), (.known, .success([])): break
                case (.refused(let refusal), .failure(let error)): #expect(error as? Refusal == refusal)
                default: Issue.record("\(trial) \(decided)")
                }
            }
        }
    }

    @Test func `a rescission is found although later facts rest on the earlier ones`() throws {
        let contract = try Tale(Self.suspended + [.resume("2026-10-01"), .partner("2026-05-01")]).contract()
        let rescission = contract.permissions(on: day("2026-09-15")).first { $0.kind == .rescission }
        // The resumption is the last transition: nothing rests on it.
        #expect(rescission?.trials.map(\.choice) == [.version(3)] && rescission?.verdict == .depends(on: .version))
    }

    @Test func `facts told on a history that was unlawful before do not make it unlawful`() throws {
        let tale = try Tale(Self.affiliated)
        let resumption = RecordedFact(version: 2, recordedAt: tale.events[0].recordedAt, fact: .resume("2026-05-10"))
        let contract = try Contract(events: tale.events + [resumption], knownAt: tale.knownAt, schemes: tale.schemes)
        let refusal = #expect(throws: Refusal.self) { try contract.decide([.unpaid("2026-09-01")]) }
        #expect(refusal?.conflictsWith == 2 && refusal?.makesUnlawful == false)
    }

    @Test func `a disability without its papers is refused at the status`() throws {
        let contract = try Tale(Self.affiliated).contract()
        func field(_ kind: BeneficiaryStatus.Kind?) -> BodyField? {
            let status = kind.map { BeneficiaryStatus(kind: $0, from: day("2026-05-01")) }
            let child = Enrolment(
                beneficiary: BeneficiaryID(bits: 7), relation: .child, bornOn: day("2004-03-01"), fiscallyDependent: true,
                effectiveOn: day("2026-06-01"), status: status)
            do throws(Refusal) {
                _ = try contract.decide([.enrolment(child)])
                return nil
            } catch { return error.field }
        }
        #expect(field(.disabled) == .status && field(nil) == .bornOn && field(.student) == nil)
    }
}
