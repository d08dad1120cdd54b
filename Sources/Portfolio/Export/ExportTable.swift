/// A table of the export, with its columns.
public struct ExportTable: Sendable {
    /// Its name, which is that of its files.
    public let name: String
    /// The meaning of a row.
    public let meaning: String
    /// Its columns, in order.
    public let columns: [ExportColumn]

    /// All tables. Those of contracts come first, ordered by contract; the events are ordered by position.
    public static let all = [contracts, cover, liabilities, employments, events]

    private static let contract = ExportColumn("contract", .uuid, "The contract.")
    private static let known = [
        ExportColumn("knownFrom", .instant, "The row was known from this instant on."),
        ExportColumn(
            "knownUntil", .instant, isNullable: true, "The first instant at which it was no longer known; null: it was known to the end."),
    ]
    private static let valid = [
        ExportColumn("validFrom", .date, isNullable: true, "The first day on which it holds; null: no beginning."),
        ExportColumn("validThrough", .date, isNullable: true, "The last day on which it holds; null: no end."),
    ]

    static let contracts = ExportTable(
        name: "contracts", meaning: "A contract with an event up to the position.",
        columns: [
            contract,
            ExportColumn("version", .bigint, unit: "events", "How many events it has."),
            ExportColumn("firstRecordedAt", .instant, "When its first event was recorded."),
            ExportColumn("lastRecordedAt", .instant, "When its last event was recorded."),
            ExportColumn("schemes", .text, "The names of its schemes, in the order of its events, with a space between."),
        ])

    static let cover = ExportTable(
        name: "cover",
        meaning: "A person's cover in a run of days, as known in a run of instants. A person, a day and an instant have one row at most.",
        columns: [
            contract,
            ExportColumn("person", .text, "holder, or the identifier of a beneficiary."),
            ExportColumn("relation", .text, isNullable: true, "A beneficiary's relation to the holder; null for the holder."),
        ] + valid + known + [
            ExportColumn(
                "state", .text,
                "covered, suspended, exempt, none, or unproven: provisional when judged through proofDueThrough, lapsed when judged later."),
            ExportColumn("basis", .text, isNullable: true, "The ground of covered and unproven."),
            ExportColumn("option", .text, isNullable: true, "The holder's option; null without cover, and for beneficiaries."),
            ExportColumn("proofDueThrough", .date, isNullable: true, "Of unproven: the last day on which the proof is in time."),
        ])

    static let liabilities = ExportTable(
        name: "liabilities",
        meaning: "What each month of a run comes to, as known in a run of instants. A contract, a month and an instant have one row.",
        columns: [
            contract,
            ExportColumn("monthFrom", .text, isNullable: true, unit: "YYYY-MM", "The first month; null: no beginning."),
            ExportColumn("monthThrough", .text, isNullable: true, unit: "YYYY-MM", "The last month; null: no end."),
        ] + known + [
            ExportColumn("dayOfMonth", .bigint, unit: "day of the month", "The day that decides each month."),
            ExportColumn("standing", .text, "The holder's standing on that day."),
            ExportColumn("employerToInsurerCents", .bigint, unit: "euro cents a month", "What the employer owes the insurer."),
            ExportColumn("agentToInsurerCents", .bigint, unit: "euro cents a month", "What the agent owes the insurer."),
            ExportColumn("employerToAgentCents", .bigint, unit: "euro cents a month", "What the employer refunds to the agent."),
            ExportColumn("method", .text, "How the agent's part is collected: payroll, directDebit or none."),
            ExportColumn("mandateMissing", .boolean, "Whether a mandate for the direct debit is missing."),
            ExportColumn("unconfirmed", .text, isNullable: true, "The unconfirmed parameters that were used, with a space between."),
        ])

    static let employments = ExportTable(
        name: "employments",
        meaning:
            "The employer in a run of days, as known in a run of instants; also after the end of employment, which the standing tells.",
        columns: [contract, ExportColumn("employer", .text, "The employer's code.")] + valid + known)

    static let events = ExportTable(
        name: "events", meaning: "An event of the log.",
        columns: [
            ExportColumn("position", .bigint, unit: "events", "Its place in the log, from 1, without holes."),
            contract,
            ExportColumn("version", .bigint, unit: "events", "Its place in the contract, from 1."),
            ExportColumn("type", .text, "Its type."),
            ExportColumn("schema", .bigint, "The version of the form of data."),
            ExportColumn("recordedAt", .instant, "When it was recorded."),
            ExportColumn("effectiveOn", .date, isNullable: true, "The day from which the fact is true."),
            ExportColumn(
                "data", .json,
                "The fact's fields as in the feed, less words and references; the month of days of birth."),
        ])
}
