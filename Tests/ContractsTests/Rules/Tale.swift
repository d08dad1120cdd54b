import CivilTime
import ContractTesting
import Contracts
import Testing

/// A contract's facts, told one after the other, for tests of single rules.
struct Tale {
    /// Recorded one microsecond apart, long before `knownAt`.
    private(set) var events: [RecordedFact] = []
    let schemes: Schemes
    var knownAt: Instant

    init(_ facts: [Fact] = [], asOf: String = "2027-03-15T12:00:00Z") throws {
        schemes = Schemes([try ModelScheme.education.scheme()])
        knownAt = try #require(Instant(asOf))
        for fact in facts {
            guard let new = try contract().decide([fact]).first else { continue }
            let recordedAt = Instant(microseconds: Int64(events.count))
            events.append(RecordedFact(version: events.count + 1, recordedAt: recordedAt, fact: new))
        }
    }

    func contract() throws -> Contract { try Contract(events: events, knownAt: knownAt, schemes: schemes) }
}

/// Facts, as tests tell them: what is not said is ordinary.
extension Fact {
    static func affiliate(_ on: String = "2026-05-01", startedOn: String = "2019-09-01", option: Option = .base, scheme: String? = nil)
        -> Fact
    {
        .affiliation(
            Affiliation(
                scheme: scheme ?? ModelScheme.education.name, effectiveOn: day(on), employer: "0750001A",
                employment: Employment(kind: .contractual, startedOn: day(startedOn)), bornOn: day("1985-03-14"), option: option,
                grossMonthlyPay: Money(cents: 250_000)))
    }

    static func exempt(_ on: String, through: String? = nil, ground: Exemption.Ground = .stateComplementaryCover) -> Fact {
        .exemption(
            Exemption(
                scheme: ModelScheme.education.name, effectiveOn: day(on), through: through.map(day), ground: ground,
                swornStatementOn: day("2026-04-18")))
    }

    static func unpaid(_ on: String) -> Fact {
        .suspension(Suspension(effectiveOn: day(on), cause: .own(.personalConvenience), income: .none))
    }

    static func paid(_ on: String) -> Fact { .suspension(Suspension(effectiveOn: day(on), cause: .own(.sickLeave), income: .salary)) }

    static func cessation(_ on: String, _ cause: TemporaryCessation.Cause = .parentalLeave, childBornOn: String? = nil) -> Fact {
        .temporaryCessation(TemporaryCessation(effectiveOn: day(on), cause: cause, childBornOn: childBornOn.map(day)))
    }

    static func resume(_ on: String) -> Fact { .resumption(Resumption(effectiveOn: day(on))) }

    static func end(_ lastDay: String, _ reason: EmploymentEnd.Reason = .endOfContract) -> Fact {
        .employmentEnd(EmploymentEnd(lastDay: day(lastDay), reason: reason))
    }

    static func portability(
        _ lastDay: String, from: String = "2026-05-01", bulletin: Bool = true, notification: Bool = true, retired: Bool = false
    ) -> Fact {
        .portabilityStart(
            PortabilityStart(
                bulletin: bulletin
                    ? .init(lastDay: day(lastDay), activityPeriods: [.init(from: day(from), through: day(lastDay))]) : nil,
                notification: notification ? .init(opensOn: day(lastDay).next) : nil, retired: retired))
    }

    static func endPortability(_ on: String) -> Fact { .portabilityEnd(PortabilityEnd(effectiveOn: day(on), reason: .newEmployment)) }

    static func continuation(_ suspensionFrom: String, sent: String) -> Fact {
        .continuationRequest(ContinuationRequest(suspensionFrom: day(suspensionFrom), requestedOn: day(sent)))
    }

    static func endContinuation(_ on: String) -> Fact { .continuationEnd(ContinuationEnd(effectiveOn: day(on), reason: "asked")) }

    static func proof(_ of: String, lostOn: String? = nil) -> Fact { .proof(Proof(month: month(of), lostOn: lostOn.map(day))) }

    static func option(_ on: String, _ option: Option = .option1) -> Fact {
        .optionChange(OptionChange(effectiveOn: day(on), option: option))
    }

    static func mandate(_ on: String, _ reference: String = "RUM") -> Fact {
        .mandateRegistration(MandateRegistration(effectiveOn: day(on), mandateReference: reference, signedOn: day(on)))
    }

    static func revoke(_ on: String, _ reference: String = "RUM") -> Fact {
        .mandateRevocation(MandateRevocation(effectiveOn: day(on), mandateReference: reference))
    }

    static func rescind(_ version: Int) -> Fact { .rescission(Rescission(version: version, reason: "mistake")) }

    static let partner = BeneficiaryID(bits: 1)
    static let child = BeneficiaryID(bits: 2)

    static func partner(_ on: String, _ id: BeneficiaryID = partner, dependent: Bool = true) -> Fact {
        .enrolment(
            Enrolment(
                beneficiary: id, relation: .spouse, bornOn: day("1986-01-01"), fiscallyDependent: dependent, effectiveOn: day(on)))
    }

    static func child(_ on: String, born: String = "2012-01-01") -> Fact {
        .enrolment(
            Enrolment(beneficiary: child, relation: .child, bornOn: day(born), fiscallyDependent: true, effectiveOn: day(on)))
    }

    static func remove(_ id: BeneficiaryID, _ on: String) -> Fact {
        .removal(Removal(beneficiary: id, effectiveOn: day(on), reason: "divorce"))
    }

    static func student(_ from: String, _ through: String) -> Fact {
        .statusRecord(StatusRecord(beneficiary: child, status: BeneficiaryStatus(kind: .student, from: day(from), through: day(through))))
    }
}
