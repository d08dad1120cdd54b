import CivilTime
import Contracts

// The model's values as the domain's, one to one.

extension ModelDay {
    var told: Day { Day(number: number) }

    init(_ day: Day) { self.init(number: day.number) }
}

extension ModelMonth {
    var told: Month { Month(of: firstDay.told) }

    init(_ month: Month) { self.init(containing: ModelDay(month.firstDay)) }
}

extension ModelInstant {
    var told: Instant { Instant(microseconds: microseconds) }
}

/// The case of the same name: both sides spell their closed lists as the interface does.
func named<Other: RawRepresentable>(_ value: some RawRepresentable<String>) -> Other where Other.RawValue == String {
    Other(rawValue: value.rawValue)!  // a name missing on one side is an error of the tests, found at once
}

extension ModelPerson {
    var id: BeneficiaryID { BeneficiaryID(bits: UInt128(self)) }
}

extension ModelCommand {
    /// The facts that the command tells.
    var facts: [Fact] { parts.map(\.fact) }

    /// The fact that a command of one fact tells.
    var fact: Fact {
        switch self {
        case .affiliate(let affiliation):
            .affiliation(affiliation.fact)
        case .exempt(let exemption):
            .exemption(
                Contracts.Exemption(
                    scheme: exemption.scheme, effectiveOn: exemption.effectiveOn.told, through: exemption.through?.told,
                    ground: named(exemption.ground), swornStatementOn: exemption.swornStatementOn.told))
        case .addBeneficiary(let joining):
            .enrolment(
                Enrolment(
                    beneficiary: joining.beneficiary.id, relation: named(joining.relation), bornOn: joining.bornOn.told,
                    fiscallyDependent: joining.fiscallyDependent, effectiveOn: joining.effectiveOn.told, status: joining.status?.fact))
        case .recordBeneficiaryStatus(let person, let status):
            .statusRecord(StatusRecord(beneficiary: person.id, status: status.fact))
        case .removeBeneficiary(let person, let effectiveOn):
            .removal(Removal(beneficiary: person.id, effectiveOn: effectiveOn.told, reason: "told so"))
        case .suspend(let effectiveOn, let cause, let income):
            .suspension(
                Suspension(
                    effectiveOn: effectiveOn.told, cause: cause.isOnTheClosedList ? .closedList(named(cause)) : .own(named(cause)),
                    income: named(income)))
        case .requestContinuation(let suspensionFrom, let requestedOn):
            .continuationRequest(ContinuationRequest(suspensionFrom: suspensionFrom.told, requestedOn: requestedOn.told))
        case .endContinuation(let effectiveOn):
            .continuationEnd(ContinuationEnd(effectiveOn: effectiveOn.told, reason: "told so"))
        case .startTemporaryCessation(let effectiveOn, let cause, let childBornOn):
            .temporaryCessation(TemporaryCessation(effectiveOn: effectiveOn.told, cause: named(cause), childBornOn: childBornOn?.told))
        case .resume(let effectiveOn):
            .resumption(Resumption(effectiveOn: effectiveOn.told))
        case .endEmployment(let lastDay, let reason):
            .employmentEnd(EmploymentEnd(lastDay: lastDay.told, reason: named(reason)))
        case .startPortability(let start):
            .portabilityStart(start.fact)
        case .recordProof(let proof):
            .proof(Contracts.Proof(month: proof.month.told, lostOn: proof.lostOn?.told))
        case .endPortability(let effectiveOn, let reason):
            .portabilityEnd(PortabilityEnd(effectiveOn: effectiveOn.told, reason: named(reason)))
        case .changeOption(let effectiveOn, let option):
            .optionChange(OptionChange(effectiveOn: effectiveOn.told, option: named(option)))
        case .declarePay(let effectiveOn, let cents):
            .payDeclaration(PayDeclaration(effectiveOn: effectiveOn.told, grossMonthlyPay: Money(cents: cents)))
        case .changeEmployer(let effectiveOn, let employer):
            .employerChange(EmployerChange(effectiveOn: effectiveOn.told, employer: employer))
        case .changeRemoteTransmission(let effectiveOn, let remoteTransmission):
            .remoteTransmissionChange(RemoteTransmissionChange(effectiveOn: effectiveOn.told, remoteTransmission: remoteTransmission))
        case .registerMandate(let effectiveOn, let reference, let signedOn):
            .mandateRegistration(
                MandateRegistration(effectiveOn: effectiveOn.told, mandateReference: reference, signedOn: signedOn.told))
        case .revokeMandate(let effectiveOn, let reference):
            .mandateRevocation(MandateRevocation(effectiveOn: effectiveOn.told, mandateReference: reference))
        case .rescind(let version):
            .rescission(Rescission(version: version, reason: "told so"))
        case .correct: preconditionFailure("a correction tells several facts")
        }
    }
}

extension ModelCommand.Affiliation {
    fileprivate var fact: Contracts.Affiliation {
        Contracts.Affiliation(
            scheme: scheme, effectiveOn: effectiveOn.told, employer: employer,
            employment: Employment(kind: named(employmentKind), startedOn: employmentStartedOn.told, endsOn: employmentEndsOn?.told),
            bornOn: holderBornOn.told, option: named(option), grossMonthlyPay: Money(cents: grossMonthlyPayCents))
    }
}

extension ModelCommand.Status {
    fileprivate var fact: BeneficiaryStatus {
        BeneficiaryStatus(
            kind: named(kind), from: from.told, through: through?.told, cdaph: cdaph, evidence: evidence.map { named($0) })
    }
}

extension ModelCommand.PortabilityStart {
    fileprivate var fact: Contracts.PortabilityStart {
        Contracts.PortabilityStart(
            bulletin: bulletin.map { bulletin in
                Contracts.PortabilityStart.Bulletin(
                    lastDay: bulletin.lastDay.told,
                    activityPeriods: bulletin.activityPeriods.map {
                        Contracts.PortabilityStart.ActivityPeriod(from: $0.from.told, through: $0.through.told)
                    })
            },
            notification: notification.map {
                Contracts.PortabilityStart.Notification(opensOn: $0.opensOn.told, benefitThrough: $0.benefitThrough?.told)
            },
            retired: retired)
    }
}
