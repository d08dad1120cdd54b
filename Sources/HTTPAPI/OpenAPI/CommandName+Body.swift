import ContractService
import Contracts
import JSON

extension CommandName {
    /// The schema of the command's body.
    var body: Schema { fields.with("source", .component(.commandSource)) }

    /// The fields of the command: the table of the interface.
    fileprivate var fields: Schema {
        switch self {
        case .affiliate:
            .request(
                .required("scheme", .code), .effectiveOn, .required("employer", .component(.employerCode)),
                .required(
                    "employment",
                    .request(.required("kind", .oneOf(Employment.Kind.self)), .required("startedOn", .day), .optional("endsOn", .day))),
                .required("holder", .request(.required("bornOn", .day), .optional("identity", .component(.identity)))),
                .required("option", .oneOf(Option.self)), .required("grossMonthlyPayCents", .amount), .optional("remoteTransmission", .bool)
            )
        case .exempt:
            .request(
                .required("scheme", .code), .effectiveOn, .optional("through", .day.described("Not before `effectiveOn`.")),
                .required("ground", .oneOf(Exemption.Ground.self)),
                .required("swornStatementOn", .day))
        case .addBeneficiary:
            .request(
                .required("beneficiary", .uuid), .required("relation", .oneOf(Relation.self)), .required("bornOn", .day),
                .required("fiscallyDependent", .bool), .effectiveOn, .optional("status", .component(.beneficiaryStatus)),
                .optional("identity", .component(.identity)))
        case .recordBeneficiaryStatus: .request(.required("beneficiary", .uuid), .required("status", .component(.beneficiaryStatus)))
        case .removeBeneficiary:
            .request(
                .required("beneficiary", .uuid), .required("effectiveOn", .day.described("The first day out.")), .required("reason", .words)
            )
        case .suspend:
            .request(
                .effectiveOn,
                .required(
                    "cause",
                    .names(Suspension.Cause.allCases.map(\.rawValue) + TemporaryCessation.Cause.allCases.map(\.rawValue)).described(
                        "A cause of the guide's closed list is refused with `absence.classification`: use start-temporary-cessation.")),
                .required("income", .oneOf(Suspension.Income.self)))
        case .requestContinuation:
            .request(
                .required("suspensionFrom", .day.described("The first day of the unpaid absence.")),
                .required("requestedOn", .day.described("The day the request was sent.")))
        case .endContinuation: .request(.effectiveOn, .required("reason", .words))
        case .startTemporaryCessation:
            .request(
                .effectiveOn, .required("cause", .oneOf(TemporaryCessation.Cause.self)),
                .optional("childBornOn", .day.described("Needed by `childUnder12Availability`.")))
        case .resume: .request(.effectiveOn)
        case .endEmployment: .request(.required("lastDay", .day), .required("reason", .oneOf(EmploymentEnd.Reason.self)))
        case .startPortability: .portabilityStart
        case .recordFranceTravailProof:
            .request(
                .required("month", .month), .required("compensated", .bool),
                .optional(
                    "lostOn", .day.described("The first day without compensation: needed when `compensated` is false, and only then.")))
        case .endPortability:
            .request(
                .required("effectiveOn", .day.described("The first day out.")), .required("reason", .oneOf(PortabilityEnd.Reason.self)))
        case .changeOption: .request(.effectiveOn, .required("option", .oneOf(Option.self)))
        case .declarePay: .request(.effectiveOn, .required("grossMonthlyPayCents", .amount))
        case .changeEmployer: .request(.effectiveOn, .required("employer", .component(.employerCode)))
        case .changeRemoteTransmission: .request(.effectiveOn, .required("remoteTransmission", .bool))
        case .registerMandate:
            .request(
                .effectiveOn, .required("iban", .iban), .required("mandateReference", .newMandateReference),
                .required("signedOn", .day))
        case .revokeMandate: .request(.effectiveOn, .required("mandateReference", .mandateReference))
        case .rescind: .request(.required("version", .integer.described("The version of the event to annul.")), .required("reason", .words))
        case .correct:
            .request(
                .required("reason", .words),
                .required("rescind", .list(of: .integer).described("The versions of the events to annul.")),
                .required(
                    "commands", .list(of: .component(.correctionEntry)).described("What is told in their place. Not both lists are empty."))
            ).but(not: ["properties": ["rescind": ["maxItems": 0], "commands": ["maxItems": 0]]])
        }
    }
}

extension Schema {
    /// The schema of one command in a correction: its name and the fields of its body.
    static let correctionEntry = Schema(["anyOf": .array(CommandName.ofCorrections.map { $0.fields.named($0).json })])

    /// The schema of a list in a correction.
    fileprivate static func list(of element: Schema) -> Schema {
        Schema(["type": "array", "items": element.json, "maxItems": JSON(CommandName.correctionList)])
    }

    /// This schema with one more field, which may be absent or null.
    fileprivate func with(_ name: String, _ field: Schema) -> Schema {
        var schema = fields
        var properties = fields["properties"]?.object ?? [:]
        properties.append(name, field.orNull.json)
        schema["properties"] = .object(properties)
        return Schema(schema)
    }

    static let commandSource = request(
        .required("channel", .oneOf(CommandSource.Channel.self)),
        .optional(
            "reference",
            Schema([
                "type": "string", "pattern": .string("^[\(CommandSource.referenceCharacters)]{1,\(CommandSource.longestReference)}$"),
                "examples": ["GED-2026/004711"],
            ]).described("The document's reference in the archive. No personal data in it."))
    ).described("Where the command came from; kept with its events.")

    /// This schema, without the values that another schema accepts.
    fileprivate func but(not other: JSON) -> Schema {
        var schema = fields
        schema.append("not", other)
        return Schema(schema)
    }

    /// This schema with the command's name as a field.
    private func named(_ command: CommandName) -> Schema {
        var schema = fields
        var properties: JSON.Object = ["command": Schema.names([command.rawValue]).json]
        for member in fields["properties"]?.object?.members ?? [] { properties.append(member.key, member.value) }
        schema["properties"] = .object(properties)
        schema["required"] = .array([.string("command")] + (fields["required"]?.array ?? []))
        return Schema(schema)
    }
}

extension Field {
    fileprivate static let effectiveOn = Field.required("effectiveOn", .day)
}

extension Schema {
    fileprivate static let code = text(1...100)
    static let words = line(0...200).described(
        "Kept for ever: refused with `words.personal` when it looks like a NIR, an IBAN, an e-mail address or a telephone number.")
    fileprivate static let amount = Schema(["type": "integer", "minimum": 0, "maximum": 1_000_000_000_000]).described("Euro cents.")

    fileprivate static let iban = Schema([
        "type": "string", "pattern": "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$", "examples": ["FR7630006000011234567890189"],
    ]).described(
        "Kept in the vault. Its length is the country's, its check digits are right (MOD 97). Spaces are dropped, and small letters made capitals."
    )

    fileprivate static let newMandateReference = Schema([
        "type": "string", "pattern": "^(?!/)(?!.*//)(?!.*/$)[A-Za-z0-9+?/:().,'-]{1,35}$", "examples": ["RUM-0001"],
    ]).described("The characters of SEPA's set, without a space; no IBAN or NIR in it.")

    fileprivate static let mandateReference = Schema([
        "type": "string", "pattern": "^(?!/)(?!.*//)(?!.*/$)[A-Za-z0-9+?/:().,' -]{1,35}$", "examples": ["RUM-0001"],
    ]).described("The characters of SEPA's set; no IBAN or NIR in it.")

    fileprivate static let portabilityStart = request(
        .optional(
            "bulletin",
            request(
                .required("lastDay", .day),
                .required(
                    "activityPeriods",
                    .nonEmptyArray(
                        of: .request(.required("from", .day), .required("through", .notBeforeFrom)), atMost: JSON.activityPeriodsLimit)))),
        .optional("notification", request(.required("opensOn", .day), .optional("benefitThrough", .day))),
        .required("retired", .bool))
}
