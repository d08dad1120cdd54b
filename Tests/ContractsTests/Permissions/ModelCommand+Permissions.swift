import CivilTime
import Contracts

extension ModelCommand {
    /// The command that tells the fact of a trial; `nil` for one that no trial has.
    init?(_ trial: Permission.Trial) {
        switch trial.fact {
        case .affiliation(let fact):
            self = .affiliate(
                Affiliation(
                    scheme: fact.scheme, effectiveOn: ModelDay(fact.effectiveOn), employmentStartedOn: ModelDay(fact.employment.startedOn),
                    option: named(fact.option), grossMonthlyPayCents: fact.grossMonthlyPay.cents))
        case .exemption(let fact):
            self = .exempt(
                Exemption(scheme: fact.scheme, effectiveOn: ModelDay(fact.effectiveOn), ground: named(fact.ground)))
        case .enrolment(let fact):
            self = .addBeneficiary(
                Joining(
                    beneficiary: Int(fact.beneficiary.bits), relation: named(fact.relation), bornOn: ModelDay(fact.bornOn),
                    fiscallyDependent: fact.fiscallyDependent, effectiveOn: ModelDay(fact.effectiveOn),
                    status: fact.status.flatMap { Status($0) }))
        case .statusRecord(let fact):
            guard let from = fact.status.period.from else { return nil }
            self = .recordBeneficiaryStatus(
                beneficiary: Int(fact.beneficiary.bits), status: Status(kind: named(fact.status.kind), from: ModelDay(from)))
        case .removal(let fact):
            self = .removeBeneficiary(beneficiary: Int(fact.beneficiary.bits), effectiveOn: ModelDay(fact.effectiveOn))
        case .suspension(let fact):
            guard case .own(let cause) = fact.cause else { return nil }
            self = .suspend(effectiveOn: ModelDay(fact.effectiveOn), cause: named(cause), income: named(fact.income))
        case .continuationRequest(let fact):
            self = .requestContinuation(suspensionFrom: ModelDay(fact.suspensionFrom), requestedOn: ModelDay(fact.requestedOn))
        case .continuationEnd(let fact): self = .endContinuation(effectiveOn: ModelDay(fact.effectiveOn))
        case .temporaryCessation(let fact):
            self = .startTemporaryCessation(
                effectiveOn: ModelDay(fact.effectiveOn), cause: named(fact.cause), childBornOn: fact.childBornOn.map { ModelDay($0) })
        case .resumption(let fact): self = .resume(effectiveOn: ModelDay(fact.effectiveOn))
        case .employmentEnd(let fact): self = .endEmployment(lastDay: ModelDay(fact.lastDay), reason: named(fact.reason))
        case .portabilityStart(let fact):
            guard let bulletin = fact.bulletin, let notification = fact.notification else { return nil }
            self = .startPortability(
                PortabilityStart(
                    bulletin: Bulletin(
                        lastDay: ModelDay(bulletin.lastDay),
                        activityPeriods: bulletin.activityPeriods.map { Activity(from: ModelDay($0.from), through: ModelDay($0.through)) }),
                    notification: Notification(opensOn: ModelDay(notification.opensOn))))
        case .proof(let fact): self = .recordProof(Proof(month: ModelMonth(fact.month), compensated: true))
        case .portabilityEnd(let fact): self = .endPortability(effectiveOn: ModelDay(fact.effectiveOn), reason: named(fact.reason))
        case .optionChange(let fact): self = .changeOption(effectiveOn: ModelDay(fact.effectiveOn), option: named(fact.option))
        case .payDeclaration(let fact):
            self = .declarePay(effectiveOn: ModelDay(fact.effectiveOn), grossMonthlyPayCents: fact.grossMonthlyPay.cents)
        case .employerChange(let fact): self = .changeEmployer(effectiveOn: ModelDay(fact.effectiveOn), employer: fact.employer)
        case .remoteTransmissionChange(let fact):
            self = .changeRemoteTransmission(effectiveOn: ModelDay(fact.effectiveOn), remoteTransmission: fact.remoteTransmission)
        case .mandateRegistration(let fact):
            let day = ModelDay(fact.effectiveOn)
            self = .registerMandate(effectiveOn: day, mandateReference: fact.mandateReference, signedOn: day)
        case .mandateRevocation(let fact):
            self = .revokeMandate(effectiveOn: ModelDay(fact.effectiveOn), mandateReference: fact.mandateReference)
        case .rescission(let fact): self = .rescind(version: fact.version)
        case .erasure: return nil
        }
    }

    /// The same command with a day in the field that dates it; `nil` for a portability that no bulletin dates.
    func told(on day: ModelDay) -> ModelCommand? {
        switch self {
        case .endEmployment(_, let reason): return .endEmployment(lastDay: day, reason: reason)
        case .startPortability(var start):
            start.bulletin?.lastDay = day
            return start.bulletin == nil ? nil : .startPortability(start)
        case .recordProof(var proof):
            proof.month = ModelMonth(containing: day)
            if !proof.compensated { proof.lostOn = day }
            return .recordProof(proof)
        case .rescind: return self
        default:
            guard let own = fact.effectiveOn else { return nil }
            return moved(by: day.number - own.number)
        }
    }

    /// Some of the bodies that each command may have, for a day.
    static func bodies(on day: ModelDay) -> [ModelCommand] {
        var bodies: [ModelCommand] = [
            .resume(effectiveOn: day), .endContinuation(effectiveOn: day), .changeOption(effectiveOn: day, option: .option2),
            .declarePay(effectiveOn: day, grossMonthlyPayCents: 210_000), .changeEmployer(effectiveOn: day, employer: "0690002B"),
            .changeRemoteTransmission(effectiveOn: day, remoteTransmission: false),
            .registerMandate(effectiveOn: day, mandateReference: "RUM-9", signedOn: day),
            .recordProof(Proof(month: ModelMonth(containing: day), compensated: true)),
            .recordProof(Proof(month: ModelMonth(containing: day), compensated: false, lostOn: day)),
        ]
        bodies += ModelCause.allCases.flatMap { cause -> [ModelCommand] in
            let absences = ModelIncome.allCases.map { ModelCommand.suspend(effectiveOn: day, cause: cause, income: $0) }
            guard cause.isOnTheClosedList else { return absences }
            return absences
                + [nil, day, day.adding(months: -144)].map {
                    .startTemporaryCessation(effectiveOn: day, cause: cause, childBornOn: $0)
                }
        }
        bodies += [0, 10, 30, 31].map { .requestContinuation(suspensionFrom: day, requestedOn: day.adding(days: $0)) }
        bodies += ModelEndReason.allCases.map { .endEmployment(lastDay: day, reason: $0) }
        bodies += ModelPortabilityEndReason.allCases.map { .endPortability(effectiveOn: day, reason: $0) }
        bodies += ModelOption.allCases.map { .affiliate(Affiliation(effectiveOn: day, option: $0)) }
        bodies += ModelGround.allCases.map { .exempt(Exemption(effectiveOn: day, through: day.adding(months: 3), ground: $0)) }
        bodies += [false, true].map { isRetired in
            .startPortability(
                PortabilityStart(
                    bulletin: Bulletin(lastDay: day, activityPeriods: [Activity(from: day.adding(months: -5), through: day)]),
                    notification: Notification(opensOn: day.next), retired: isRetired))
        }
        for person in 1...6 {
            bodies += ModelRelation.allCases.map {
                .addBeneficiary(Joining(beneficiary: person, relation: $0, bornOn: day.adding(months: -120), effectiveOn: day))
            }
            bodies.append(.removeBeneficiary(beneficiary: person, effectiveOn: day))
            bodies.append(.recordBeneficiaryStatus(beneficiary: person, status: Status(kind: .jobSeeker, from: day)))
        }
        bodies += ["RUM-1", "RUM-2"].map { .revokeMandate(effectiveOn: day, mandateReference: $0) }
        return bodies + (0...4).map { .rescind(version: $0) }
    }
}

extension ModelCommand.Status {
    /// A status; `nil` for one without a first day.
    fileprivate init?(_ status: BeneficiaryStatus) {
        guard let from = status.period.from else { return nil }
        self.init(
            kind: named(status.kind), from: ModelDay(from), cdaph: status.cdaph, evidence: status.evidence.map { named($0) })
    }
}
