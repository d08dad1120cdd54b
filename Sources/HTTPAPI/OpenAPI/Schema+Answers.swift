import Contracts
import JSON

/// The answers to the questions.
extension Schema {
    static let head: [Field] = [
        .required("contract", .uuid), .required("knownAt", .instant), .required("version", .version.described("The last event known.")),
    ]
    static let state = oneOf(Cover.State.self)
    static let basis = oneOf(Cover.Basis.self).orNull
    private static let because = component(.because)
    static let from = Field.required("from", day.orNull)
    static let through = Field.required("through", day.orNull)

    static let coverage = answer(
        head, .required("on", .day),
        .required(
            "holder",
            answer(
                .required("state", state), .required("basis", basis), .required("option", oneOf(Option.self).orNull), from, through,
                .required("because", because))),
        .required(
            "beneficiaries",
            array(
                of: answer(
                    .required("beneficiary", .uuid), .required("relation", oneOf(Relation.self)), .required("state", state),
                    .required("basis", basis), from, through, .required("because", because)))))

    static let cotisation = answer(
        head, .required("month", .month), .required("standing", oneOf(Standing.self)),
        .required(
            "lines",
            array(
                of: answer(
                    .required("component", oneOf(CotisationLine.Component.self)), .optional("beneficiary", .uuid),
                    .required("amountCents", .cents),
                    .required("employerShareCents", .cents), .required("agentShareCents", .cents)))),
        .required("due", component(.flows)),
        .required("collection", collection),
        .optional("adjustment", component(.flows).described("The three flows, less those known at the instant `compared-with`.")),
        .optional("comparedWith", .instant), .required("unconfirmed", array(of: string).described("The unconfirmed parameters used.")),
        .required("because", because))

    /// The employer's view of a month, of one contract or of all.
    static let employerCotisation = answer(
        .required("contract", .uuid), .required("month", .month), .required("knownAt", .instant),
        .required("due", employerFlows), .required("collection", collection), .optional("adjustment", employerFlows),
        .optional("comparedWith", .instant)
    ).described(
        "To an employer. A month is theirs if they employ the agent on the day that decides it, as known at `known-at` or at `compared-with`; others are "
            + "not found.")

    private static let employerFlows = answer(
        .required("employerToInsurerCents", .cents),
        .optional("agentToInsurerCents", .cents.described("Where it is collected by payroll.")), .required("employerToAgentCents", .cents))

    private static let collection = answer(.required("method", oneOf(CotisationCollection.Method.self)), .required("mandateMissing", .bool))

    static let eligibility = answer(
        head, .required("on", .day),
        .required("continuation", answer(.required("eligible", .bool), .optional("through", day.orNull), .required("because", because))),
        .required(
            "portability",
            answer(
                .required("eligible", .bool),
                .required("missing", array(of: string).described("The rules that a start would still break.")),
                .optional("from", day.orNull), .optional("through", day.orNull), .optional("months", .count),
                .optional(
                    "proofs",
                    array(
                        of: answer(
                            .required("month", .month), .required("state", oneOf(ProofState.self)), .required("dueThrough", day.orNull)))),
                .required("because", because))),
        .required(
            "beneficiaries",
            array(
                of: answer(.required("beneficiary", .uuid), .required("eligible", .bool), through, .required("because", because)))),
        .required("services", array(of: answer(.required("service", .string), .required("source", .string), .required("available", .bool))))
    )

    static let timeline = answer(
        head,
        .required(
            "holder",
            array(
                of: answer(
                    from, through, .required("state", state), .required("basis", basis), .required("option", oneOf(Option.self).orNull)))),
        .required(
            "beneficiaries",
            array(
                of: answer(
                    .required("beneficiary", .uuid), .required("relation", oneOf(Relation.self)),
                    .required("periods", array(of: answer(from, through, .required("state", state), .required("basis", basis))))))),
        .required(
            "cotisation",
            array(of: answer(.required("from", month.orNull), .required("through", month.orNull), .required("due", component(.flows))))))

    static let events = answer(
        head,
        .required(
            "events",
            array(
                of: answer(
                    .required("version", .version), .required("type", .string), .required("effectiveOn", day.orNull),
                    .required("recordedAt", .instant), .optional("recordedBy", string.described("Not told to an agent.")),
                    .optional("proposedBy", string.described("Who proposed it, when `recordedBy` confirmed it. Not told to an agent.")),
                    .required("position", .count), .optional("rescindedBy", .version), .optional("source", component(.commandSource)),
                    .required("data", Schema(["type": "object"]))))))

    static let scheme = answer(
        .required("scheme", .string), .required("label", .string), .required("effectiveFrom", .day), .required("on", .day),
        .required(
            "parameters",
            map(
                of: answer(
                    .required("from", .day), .required("value", Schema([:])), .required("source", .string), .required("confirmed", .bool),
                    .optional("knownFrom", instant.orNull)))),
        .required("services", array(of: service())),
        .required(
            "guarantees",
            array(
                of: answer(
                    [.required("act", .string), .required("socialSecurityPercent", percent)]
                        + Option.allCases.map { .required($0.rawValue, percent.orNull) }))))

    private static let percent = integer.described("Percent of the Social Security tariff.")

    /// A service that comes with cover. Its conditions are further fields, each under its own name.
    private static func service(_ more: Field...) -> Schema {
        answer([.required("service", .string), .required("source", .string)] + more)
            .described("What else is there are its conditions, by name: numbers and flags.")
    }

    static let problem = answer(
        .required("type", Schema(["type": "string", "format": "uri"])), .required("title", .string), .required("status", .integer),
        .required("detail", .string.described("In French, or in English by `Accept-Language`.")),
        .required("rule", .string.described("The id of the rule that refuses.")), .required("source", .string),
        .optional("instance", .string),
        .optional("pointer", .string.described("The field of the body at fault, an RFC 6901 pointer.")),
        .optional("conflictsWith", .version.described("The version of the recorded fact that stands in the way.")),
        .optional("makesUnlawful", .bool.described("Whether that fact would no longer be lawful: then it breaks the rule.")),
        .optional(
            "errors",
            array(
                of: answer(
                    .optional("pointer", .string), .optional("parameter", .string), .optional("header", .string),
                    .required("detail", .string)))))
}
