import Access
import BillingService
import Contracts
import HTTPTypes
import JSON
import Portfolio

/// Figures for the actuary.
extension Operation {
    static let actuaryRunOff = actuary(
        .runOff,
        "The run-off triangle: what complete runs called, by month of origin and month of call. A cancelling run counts in the month of the run that it takes back. An opening is not there: another system called what it states.",
        .answer(
            .required("origin", Schema.month.described("The month for which the amounts are due.")),
            .required("called", Schema.month.described("The last month that the runs called.")),
            .required("delayMonths", Schema.integer.described("From origin to call; below zero where an earlier month's run called it.")),
            .required("employerToInsurerCents", .cents), .required("agentToInsurerCents", .cents),
            .required("employerToAgentCents", .cents), .required("lines", .count)),
        columns: .runOff, row: "2026-07,2026-09,2,1200,1200,0,1",
        example: [
            "origin": "2026-07", "called": "2026-09", "delayMonths": 2, "employerToInsurerCents": 1200, "agentToInsurerCents": 1200,
            "employerToAgentCents": 0, "lines": 1,
        ])

    static let actuaryArrears = actuary(
        .arrears,
        "What is owed on accounts, by the whole months since it was called. Payments and credits settle what was called first.",
        .answer(
            .required("payer", .oneOf(Arrears.Payer.self)), .required("months", .count), .required("amountCents", .cents),
            .required("accounts", Schema.count.described("An account with several ages counts in each."))),
        columns: .arrears, row: "agent,3,1250,1", example: ["payer": "agent", "months": 3, "amountCents": 1250, "accounts": 1])

    static let actuaryFactDelays = actuary(
        .factDelays,
        "How late facts are recorded: the days from a fact's effective day to its recording, in classes, by type of event. A fact that was annulled later counts as well.",
        .answer(
            .required("type", .string), .required("fromDays", Schema.integer.described("Below zero: told ahead.").orNull),
            .required("throughDays", Schema.integer.orNull), .required("facts", .count)),
        columns: .factDelays, row: "optionChanged,8,30,12",
        example: ["type": "optionChanged", "fromDays": 8, "throughDays": 30, "facts": 12],
        hasScheme: false)

    private static func actuary(
        _ figures: ActuaryQuestion.Figures, _ summary: String, _ line: Schema, columns: PortfolioColumns, row: String, example: JSON,
        hasScheme: Bool = true
    ) -> Operation {
        Operation(
            method: .get, path: "/v1/actuary/\(figures.rawValue)", id: "actuary-\(figures.rawValue)", tag: "Money", summary: summary,
            audience: .roles([.supervisor, .auditor]),
            parameters: (hasScheme
                ? [
                    .query(
                        "scheme", Schema(["type": "string", "minLength": 1, "maxLength": 100]), "Only what is of this scheme.")
                ] : []) + [
                    .query(
                        "format", .names(["excel-fr"]),
                        "A table for a French spreadsheet, whatever is accepted: semicolons, French headings, euros with a decimal comma."),
                    .query("known-at", .instant, "As known at an instant: what was recorded or complete then. Now by default."),
                ],
            answers: [
                200: Answer(
                    description: "A line each, or one array.", type: "application/x-ndjson", schema: line, example: example,
                    csv: "\(columns.names.joined(separator: ","))\n\(row)\n", headers: ["X-Known-At", "Content-Disposition"])
            ],
            problems: hasScheme ? [400, 406, 422] : [400, 406], patience: .seconds(600))
    }
}
