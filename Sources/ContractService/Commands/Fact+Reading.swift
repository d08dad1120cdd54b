import Billing
import CivilTime
import Contracts
import JSON

/// Reads the fact of each command from its body, field by field. Event payloads have the same fields, without personal data.
extension JSON.Shape where Value == Told {
    static func told(_ name: CommandName, in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in
            var told = try Told(name, &fields, in: source)
            told.source = try fields.optional("source", .commandSource)
            if !source.isCommand { told.proposedBy = try fields.optional("proposedBy", .string) }
            return told
        }
    }

    /// An entry of a correction; only the correction as a whole has a source.
    static func part(_ name: CommandName, in source: Told.Source) -> Self {
        .object { fields throws(MalformedField) in try Told(name, &fields, in: source) }
    }
}

extension Told {
    fileprivate init(_ name: CommandName, _ fields: inout JSON.Fields, in source: Source) throws(MalformedField) {
        switch name {
        case .affiliate: self = try .affiliation(&fields, in: source)
        case .exempt: self.init(fact: .exemption(try Exemption(&fields, in: source)))
        case .addBeneficiary: self = try .enrolment(&fields, in: source)
        case .registerMandate: self = try .mandate(&fields, in: source)
        case .recordBeneficiaryStatus:
            self.init(
                fact: .statusRecord(
                    StatusRecord(
                        beneficiary: try fields.required("beneficiary", .beneficiary),
                        status: try fields.required("status", .status(in: source)))))
        case .removeBeneficiary:
            self.init(
                fact: .removal(
                    Removal(
                        beneficiary: try fields.required("beneficiary", .beneficiary), effectiveOn: try fields.effectiveOn(),
                        reason: try fields.required("reason", .words(in: source)))))
        case .suspend:
            self.init(
                fact: .suspension(
                    Suspension(
                        effectiveOn: try fields.effectiveOn(), cause: try fields.required("cause", .statedCause),
                        income: try fields.required("income", .oneOf()))))
        case .requestContinuation:
            self.init(
                fact: .continuationRequest(
                    ContinuationRequest(
                        suspensionFrom: try fields.required("suspensionFrom", .day), requestedOn: try fields.required("requestedOn", .day)))
            )
        case .endContinuation:
            self.init(
                fact: .continuationEnd(
                    ContinuationEnd(effectiveOn: try fields.effectiveOn(), reason: try fields.required("reason", .words(in: source)))))
        case .startTemporaryCessation:
            self.init(
                fact: .temporaryCessation(
                    TemporaryCessation(
                        effectiveOn: try fields.effectiveOn(), cause: try fields.required("cause", .oneOf()),
                        childBornOn: try fields.optional("childBornOn", .day))))
        case .resume: self.init(fact: .resumption(Resumption(effectiveOn: try fields.effectiveOn())))
        case .endEmployment:
            self.init(
                fact: .employmentEnd(
                    EmploymentEnd(lastDay: try fields.required("lastDay", .day), reason: try fields.required("reason", .oneOf()))))
        case .startPortability: self.init(fact: .portabilityStart(try PortabilityStart(&fields, in: source)))
        case .recordFranceTravailProof: self.init(fact: .proof(try Proof(&fields)))
        case .endPortability:
            self.init(
                fact: .portabilityEnd(
                    PortabilityEnd(effectiveOn: try fields.effectiveOn(), reason: try fields.required("reason", .oneOf()))))
        case .changeOption:
            self.init(
                fact: .optionChange(OptionChange(effectiveOn: try fields.effectiveOn(), option: try fields.required("option", .oneOf()))))
        case .declarePay:
            self.init(
                fact: .payDeclaration(
                    PayDeclaration(
                        effectiveOn: try fields.effectiveOn(), grossMonthlyPay: try fields.required("grossMonthlyPayCents", .cents))))
        case .changeEmployer:
            self.init(
                fact: .employerChange(
                    EmployerChange(effectiveOn: try fields.effectiveOn(), employer: try fields.required("employer", .employer(in: source))))
            )
        case .changeRemoteTransmission:
            self.init(
                fact: .remoteTransmissionChange(
                    RemoteTransmissionChange(
                        effectiveOn: try fields.effectiveOn(), remoteTransmission: try fields.required("remoteTransmission", .bool))))
        case .revokeMandate:
            self.init(
                fact: .mandateRevocation(
                    MandateRevocation(
                        effectiveOn: try fields.effectiveOn(),
                        mandateReference: try fields.required("mandateReference", .mandateReference(in: source)))))
        case .rescind:
            self.init(
                fact: .rescission(
                    Rescission(version: try fields.required("version", .integer), reason: try fields.required("reason", .words(in: source)))
                ))
        case .correct: preconditionFailure("A correction is read as its entries.")
        }
    }

    private static func affiliation(_ fields: inout JSON.Fields, in source: Source) throws(MalformedField) -> Told {
        let holder = try fields.required("holder", .holder(in: source))
        let affiliation = Affiliation(
            scheme: try fields.required("scheme", .code), effectiveOn: try fields.effectiveOn(),
            employer: try fields.required("employer", .employer(in: source)), employment: try fields.required("employment", .employment),
            bornOn: holder.bornOn, option: try fields.required("option", .oneOf()),
            grossMonthlyPay: try fields.required("grossMonthlyPayCents", .cents),
            remoteTransmission: try fields.optional("remoteTransmission", .bool))
        return Told(
            fact: .affiliation(affiliation), secrets: holder.identity.map { [.identity($0, of: .holder, at: "/holder/identity")] } ?? [])
    }

    private static func enrolment(_ fields: inout JSON.Fields, in source: Source) throws(MalformedField) -> Told {
        let beneficiary = try fields.required("beneficiary", .beneficiary)
        let enrolment = Enrolment(
            beneficiary: beneficiary, relation: try fields.required("relation", .oneOf()), bornOn: try fields.required("bornOn", .day),
            fiscallyDependent: try fields.required("fiscallyDependent", .bool), effectiveOn: try fields.effectiveOn(),
            status: try fields.optional("status", .status(in: source)))
        let identity = source.isCommand ? try fields.optional("identity", .identity) : nil
        return Told(
            fact: .enrolment(enrolment), secrets: identity.map { [.identity($0, of: .beneficiary(beneficiary), at: "/identity")] } ?? [])
    }

    private static func mandate(_ fields: inout JSON.Fields, in source: Source) throws(MalformedField) -> Told {
        let reference = try fields.required("mandateReference", .newMandateReference(in: source))
        let fact = Fact.mandateRegistration(
            MandateRegistration(
                effectiveOn: try fields.effectiveOn(), mandateReference: reference, signedOn: try fields.required("signedOn", .day)))
        guard source.isCommand else { return Told(fact: fact) }
        let iban = try fields.required("iban", .iban)
        let details = Command.Secret(
            person: .holder, kind: .bankDetails(mandateReference: reference), content: ["iban": .string(iban.text)], pointer: "/iban")
        return Told(fact: fact, secrets: [details])
    }
}

extension Command.Secret {
    fileprivate static func identity(_ content: JSON, of person: Person, at pointer: String) -> Self {
        Self(person: person, kind: .identity, content: content, pointer: pointer)
    }
}

extension JSON.Fields {
    fileprivate mutating func effectiveOn() throws(MalformedField) -> Day { try required("effectiveOn", .day) }
}

extension Exemption {
    fileprivate init(_ fields: inout JSON.Fields, in source: Told.Source) throws(MalformedField) {
        self.init(
            scheme: try fields.required("scheme", .code), effectiveOn: try fields.effectiveOn(),
            through: try fields.optional("through", .day), ground: try fields.required("ground", .oneOf()),
            swornStatementOn: try fields.required("swornStatementOn", .day))
        try source.check(from: effectiveOn, through: through)
    }
}

extension PortabilityStart {
    fileprivate init(_ fields: inout JSON.Fields, in source: Told.Source) throws(MalformedField) {
        self.init(
            bulletin: try fields.optional("bulletin", .bulletin(in: source)),
            notification: try fields.optional("notification", .notification), retired: try fields.required("retired", .bool))
    }
}

extension Proof {
    /// The first day without compensation is required if compensation was lost, and otherwise forbidden.
    fileprivate init(_ fields: inout JSON.Fields) throws(MalformedField) {
        let month = try fields.required("month", .month)
        // Read only when needed: in a fully compensated month it is an unknown field.
        let isCompensated = try fields.required("compensated", .bool)
        self.init(month: month, lostOn: isCompensated ? nil : try fields.required("lostOn", .day))
    }
}
