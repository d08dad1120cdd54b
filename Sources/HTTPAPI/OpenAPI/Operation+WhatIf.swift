import Access
import ContractService
import Contracts
import HTTPTypes
import JSON
import Portfolio

extension Operation {
    static let whatIf = Operation(
        method: .post, path: "/v1/what-if", id: "what-if", tag: "Portfolio",
        summary: "What a month would come to under another scheme file of the same name, beside the one in force; nothing is written.",
        audience: .roles(.readers),
        parameters: [
            .query("month", .month, isRequired: true, "The month asked about."),
            .query(
                "known-at", .instant, "As known at an instant, that of events and of rows of both files. Now by default."
            ),
        ],
        body: Schema(["type": "object"]).described(
            "A scheme file of at most \(WhatIfScheme.longestFile) bytes, in the form of the files that the service starts with."),
        bodyExample: exampleScheme,
        answers: [200: Answer(description: "The comparison, from one reading of the log up to `position`.", schema: .component(.whatIf))],
        problems: [400, 413, 415, 422], patience: .seconds(600))

    /// A scheme of one row a parameter.
    private static let exampleScheme: JSON = {
        func row(_ value: JSON) -> JSON { [["from": "2026-05-01", "value": value, "source": "a thought", "confirmed": false]] }
        let prices: JSON = ["partner": 2000, "child": 1000, "adultChild": 1500]
        let option: JSON = ["holder": 1000, "partner": 1000, "child": 500, "adultChild": 700]
        return [
            "scheme": "fpe-education-2026", "label": "A thought", "effectiveFrom": "2026-05-01",
            "parameters": [
                "balanceCotisationCents": row(7800), "employerRate": row("0.50"), "agentFixedRate": row("0.20"),
                "solidarityRate": row("0.008"), "payCeilingCents": row(400_500),
                "optionPriceCents": row(["option1": option, "option2": option]), "optionEmployerRate": row("0.50"),
                "optionEmployerCapCents": row(500), "beneficiaryPriceCents": row(prices), "freeChildrenFromRank": row(3),
                "portabilityMaxMonths": row(12), "portabilityMonthRounding": row("up"), "continuationDays": row(30),
                "proofDueMonths": row(1), "childAgeLimit": row(21), "childStatusAgeLimit": row(25), "childAgeTest": row("continuous"),
                "partnerMustBeFiscallyDependent": row(true), "exemptionIndividualContractMaxMonths": row(12),
                "monthReference": row("firstDay"),
            ],
            "services": [], "guarantees": [],
        ]
    }()
}

extension Schema {
    /// For how many contracts a payer would bear more, less or the same.
    private static let payers = answer(.required("more", .count), .required("less", .count), .required("same", .count))

    private static let sums: [Field] = [
        .required("contracts", .count), .required("agents", payers.described("By what the agent bears, refunds deducted.")),
        .required("employers", payers.described("By what the employer bears, refunds included.")),
        .required("inForce", component(.flows)), .required("whatIf", component(.flows)),
        .required("difference", component(.flows)),
    ]

    private static let spread = array(
        of: answer(
            .required("fromCents", cents.orNull), .required("throughCents", cents.orNull), .required("contracts", .count)))

    static let whatIf = answer(
        sums, .required("scheme", .string), .required("month", .month), .required("knownAt", .instant),
        .required("position", .count.described("Where the log ended.")),
        .required(
            "groups",
            array(
                of: answer(
                    sums, .required("employer", string.orNull), .required("standing", oneOf(Standing.self)),
                    .required("basis", oneOf(Cover.Basis.self).orNull.described("The ground of the cover, by the scheme in force."))))),
        .required(
            "spread",
            answer(.required("agents", spread), .required("employers", spread)).described(
                "The contracts in fixed classes of how much more or less a payer would bear.")))
}
