import CivilTime
import Contracts
import JSON

extension Fact {
    /// The command that tells such a fact.
    var commandName: CommandName {
        switch self {
        case .affiliation: .affiliate
        case .exemption: .exempt
        case .suspension: .suspend
        case .temporaryCessation: .startTemporaryCessation
        case .resumption: .resume
        case .employmentEnd: .endEmployment
        case .portabilityStart: .startPortability
        case .portabilityEnd: .endPortability
        case .enrolment: .addBeneficiary
        case .statusRecord: .recordBeneficiaryStatus
        case .removal: .removeBeneficiary
        case .continuationRequest: .requestContinuation
        case .continuationEnd: .endContinuation
        case .proof: .recordFranceTravailProof
        case .optionChange: .changeOption
        case .payDeclaration: .declarePay
        case .employerChange: .changeEmployer
        case .remoteTransmissionChange: .changeRemoteTransmission
        case .mandateRegistration: .registerMandate
        case .mandateRevocation: .revokeMandate
        case .rescission: .rescind
        }
    }

    /// The fields of the fact, as the interface names them: what an event's payload holds. Fields that were not told are left out.
    var payload: JSON {
        switch self {
        case .affiliation(let fact):
            .fields([
                ("scheme", .string(fact.scheme)), ("effectiveOn", JSON(fact.effectiveOn)), ("employer", .string(fact.employer)),
                ("employment", fact.employment.payload), ("holder", ["bornOn": JSON(fact.bornOn)]), ("option", JSON(fact.option)),
                ("grossMonthlyPayCents", JSON(fact.grossMonthlyPay.cents)),
                ("remoteTransmission", fact.remoteTransmission.map { .bool($0) }),
            ])
        case .exemption(let fact):
            .fields([
                ("scheme", .string(fact.scheme)), ("effectiveOn", JSON(fact.effectiveOn)), ("through", fact.through.map { JSON($0) }),
                ("ground", JSON(fact.ground)), ("swornStatementOn", JSON(fact.swornStatementOn)),
            ])
        case .suspension(let fact):
            ["effectiveOn": JSON(fact.effectiveOn), "cause": .string(fact.cause.name), "income": JSON(fact.income)]
        case .temporaryCessation(let fact):
            .fields([
                ("effectiveOn", JSON(fact.effectiveOn)), ("cause", JSON(fact.cause)), ("childBornOn", fact.childBornOn.map { JSON($0) }),
            ])
        case .resumption(let fact): ["effectiveOn": JSON(fact.effectiveOn)]
        case .employmentEnd(let fact): ["lastDay": JSON(fact.lastDay), "reason": JSON(fact.reason)]
        case .portabilityStart(let fact): fact.payload
        case .portabilityEnd(let fact): ["effectiveOn": JSON(fact.effectiveOn), "reason": JSON(fact.reason)]
        case .enrolment(let fact):
            .fields([
                ("beneficiary", JSON(fact.beneficiary)), ("relation", JSON(fact.relation)), ("bornOn", JSON(fact.bornOn)),
                ("fiscallyDependent", .bool(fact.fiscallyDependent)), ("effectiveOn", JSON(fact.effectiveOn)),
                ("status", fact.status?.payload),
            ])
        case .statusRecord(let fact): ["beneficiary": JSON(fact.beneficiary), "status": fact.status.payload]
        case .removal(let fact):
            ["beneficiary": JSON(fact.beneficiary), "effectiveOn": JSON(fact.effectiveOn), "reason": .string(fact.reason)]
        case .continuationRequest(let fact):
            ["suspensionFrom": JSON(fact.suspensionFrom), "requestedOn": JSON(fact.requestedOn)]
        case .continuationEnd(let fact): ["effectiveOn": JSON(fact.effectiveOn), "reason": .string(fact.reason)]
        case .proof(let fact):
            .fields([("month", JSON(fact.month)), ("compensated", .bool(fact.lostOn == nil)), ("lostOn", fact.lostOn.map { JSON($0) })])
        case .optionChange(let fact): ["effectiveOn": JSON(fact.effectiveOn), "option": JSON(fact.option)]
        case .payDeclaration(let fact):
            ["effectiveOn": JSON(fact.effectiveOn), "grossMonthlyPayCents": JSON(fact.grossMonthlyPay.cents)]
        case .employerChange(let fact): ["effectiveOn": JSON(fact.effectiveOn), "employer": .string(fact.employer)]
        case .remoteTransmissionChange(let fact):
            ["effectiveOn": JSON(fact.effectiveOn), "remoteTransmission": .bool(fact.remoteTransmission)]
        case .mandateRegistration(let fact):
            [
                "effectiveOn": JSON(fact.effectiveOn), "mandateReference": .string(fact.mandateReference),
                "signedOn": JSON(fact.signedOn),
            ]
        case .mandateRevocation(let fact):
            ["effectiveOn": JSON(fact.effectiveOn), "mandateReference": .string(fact.mandateReference)]
        case .rescission(let fact): ["version": JSON(fact.version), "reason": .string(fact.reason)]
        }
    }
}

extension Employment {
    fileprivate var payload: JSON {
        .fields([("kind", JSON(kind)), ("startedOn", JSON(startedOn)), ("endsOn", endsOn.map { JSON($0) })])
    }
}

extension BeneficiaryStatus {
    fileprivate var payload: JSON {
        .fields([
            ("kind", JSON(kind)), ("from", JSON(period.from)), ("through", period.through.map { JSON($0) }),
            ("cdaph", cdaph.map { .bool($0) }), ("evidence", evidence.map { JSON($0) }),
        ])
    }
}

extension PortabilityStart {
    fileprivate var payload: JSON {
        .fields([
            (
                "bulletin",
                bulletin.map { bulletin in
                    let periods = bulletin.activityPeriods.map { ["from": JSON($0.from), "through": JSON($0.through)] as JSON }
                    return ["lastDay": JSON(bulletin.lastDay), "activityPeriods": .array(periods)]
                }
            ),
            (
                "notification",
                notification.map { notification in
                    .fields([("opensOn", JSON(notification.opensOn)), ("benefitThrough", notification.benefitThrough.map { JSON($0) })])
                }
            ),
            ("retired", .bool(retired)),
        ])
    }
}

extension Suspension.StatedCause {
    fileprivate var name: String {
        switch self {
        case .own(let cause): cause.rawValue
        case .closedList(let cause): cause.rawValue
        }
    }
}
