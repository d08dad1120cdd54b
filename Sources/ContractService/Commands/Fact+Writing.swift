import CivilTime
import Contracts
import JSON

extension Fact {
    /// The command of this fact; `nil` for an erasure, which has its own route.
    var commandName: CommandName? { kind?.command }

    /// The type of the fact's event.
    var eventType: String {
        if case .erasure = self { return Erasure.eventType }
        guard let type = commandName?.eventType else { preconditionFailure("Every fact has a command of its own.") }
        return type
    }

    /// The fact's fields, named and ordered as in the interface. Missing fields are left out.
    var payload: JSON { .object(fields) }

    /// The same fields, as an object to extend.
    var fields: JSON.Object {
        var object = JSON.Object()
        tell(&object)
        return object
    }

    /// The fact's fields without clerks' free text. A reason from a closed list is not free text.
    var payloadWithoutWords: JSON {
        if named.reason == nil { return payload }
        var object = JSON.Object()
        for member in payload.object?.members ?? [] where member.key != "reason" { object.append(member.key, member.value) }
        return .object(object)
    }

    /// Writes the fact's fields in the order of the interface.
    func tell(_ fields: inout some FieldWriter) {
        switch self {
        case .affiliation(let fact): fact.tell(&fields)
        case .exemption(let fact): fact.tell(&fields)
        case .suspension(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("cause", fact.cause.name)
            fields.put("income", fact.income)
        case .temporaryCessation(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("cause", fact.cause)
            fields.put("childBornOn", fact.childBornOn)
        case .resumption(let fact): fields.put("effectiveOn", fact.effectiveOn)
        case .employmentEnd(let fact):
            fields.put("lastDay", fact.lastDay)
            fields.put("reason", fact.reason)
        case .portabilityStart(let fact): fact.tell(&fields)
        case .portabilityEnd(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("reason", fact.reason)
        case .enrolment(let fact): fact.tell(&fields)
        case .statusRecord(let fact):
            fields.put("beneficiary", fact.beneficiary)
            fields.put("status") { fact.status.tell(&$0) }
        case .removal(let fact):
            fields.put("beneficiary", fact.beneficiary)
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("reason", fact.reason)
        case .continuationRequest(let fact):
            fields.put("suspensionFrom", fact.suspensionFrom)
            fields.put("requestedOn", fact.requestedOn)
        case .continuationEnd(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("reason", fact.reason)
        case .proof(let fact):
            fields.put("month", fact.month)
            fields.put("compensated", fact.lostOn == nil)
            fields.put("lostOn", fact.lostOn)
        case .optionChange(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("option", fact.option)
        case .payDeclaration(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("grossMonthlyPayCents", fact.grossMonthlyPay.cents)
        case .employerChange(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("employer", fact.employer)
        case .remoteTransmissionChange(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("remoteTransmission", fact.remoteTransmission)
        case .mandateRegistration(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("mandateReference", fact.mandateReference)
            fields.put("signedOn", fact.signedOn)
        case .mandateRevocation(let fact):
            fields.put("effectiveOn", fact.effectiveOn)
            fields.put("mandateReference", fact.mandateReference)
        case .rescission(let fact):
            fields.put("version", fact.version)
            fields.put("reason", fact.reason)
        case .erasure(let fact):
            fields.put("person", fact.person.description)
            fields.put("reason", fact.reason)
        }
    }
}

extension Affiliation {
    fileprivate func tell(_ fields: inout some FieldWriter) {
        fields.put("scheme", scheme)
        fields.put("effectiveOn", effectiveOn)
        fields.put("employer", employer)
        fields.put("employment") {
            $0.put("kind", employment.kind)
            $0.put("startedOn", employment.startedOn)
            $0.put("endsOn", employment.endsOn)
        }
        fields.put("holder") { $0.put("bornOn", bornOn) }
        fields.put("option", option)
        fields.put("grossMonthlyPayCents", grossMonthlyPay.cents)
        if let remoteTransmission { fields.put("remoteTransmission", remoteTransmission) }
    }
}

extension Exemption {
    fileprivate func tell(_ fields: inout some FieldWriter) {
        fields.put("scheme", scheme)
        fields.put("effectiveOn", effectiveOn)
        fields.put("through", through)
        fields.put("ground", ground)
        fields.put("swornStatementOn", swornStatementOn)
    }
}

extension Enrolment {
    fileprivate func tell(_ fields: inout some FieldWriter) {
        fields.put("beneficiary", beneficiary)
        fields.put("relation", relation)
        fields.put("bornOn", bornOn)
        fields.put("fiscallyDependent", fiscallyDependent)
        fields.put("effectiveOn", effectiveOn)
        if let status { fields.put("status") { status.tell(&$0) } }
    }
}

extension BeneficiaryStatus {
    fileprivate func tell(_ fields: inout some FieldWriter) {
        fields.put("kind", kind)
        fields.put("from", period.from)
        fields.put("through", period.through)
        if let cdaph { fields.put("cdaph", cdaph) }
        if let evidence { fields.put("evidence", evidence) }
    }
}

extension PortabilityStart {
    fileprivate func tell(_ fields: inout some FieldWriter) {
        if let bulletin {
            fields.put("bulletin") {
                $0.put("lastDay", bulletin.lastDay)
                $0.put("activityPeriods", bulletin.activityPeriods) {
                    $0.put("from", $1.from)
                    $0.put("through", $1.through)
                }
            }
        }
        if let notification {
            fields.put("notification") {
                $0.put("opensOn", notification.opensOn)
                $0.put("benefitThrough", notification.benefitThrough)
            }
        }
        fields.put("retired", retired)
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
