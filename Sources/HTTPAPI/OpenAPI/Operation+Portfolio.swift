import Access
import BillingService
import Contracts
import HTTPTypes
import JSON
import Portfolio

extension Operation {
    static let allCoverage = portfolio(
        "/v1/coverage", id: "all-coverage", "Who is covered on a day, contract by contract.", .component(.allCoverage), to: .readers,
        [
            .query("on", .day, isRequired: true, "The day asked about."), .employer,
            .query("state", .oneOf(Cover.State.self), "Only contracts whose holder is in this state."),
        ],
        example: [
            "contract": exampleContract, "on": "2026-11-01", "knownAt": exampleInstant, "version": 7,
            "holder": ["state": "covered", "basis": "active", "option": "option1", "from": "2026-05-01", "through": nil],
            "beneficiaries": [],
        ],
        columns: .coverage,
        row: "0a5f7e12-1111-4222-8333-123456789abc,2026-11-01,2026-11-23T09:00:00Z,7,holder,,covered,active,option1,2026-05-01,")

    static let allCotisations = portfolio(
        "/v1/cotisations", id: "all-cotisations",
        "What a month comes to, contract by contract; an employer gets the months that are theirs.",
        .either(.allCotisations, .employerCotisation), to: .readers.union([.employer]), [.month, .employer],
        example: [
            "contract": exampleContract, "month": "2026-11", "knownAt": exampleInstant, "version": 7, "standing": "active",
            "due": exampleFlows, "collection": ["method": "payroll", "mandateMissing": false], "unconfirmed": [],
        ],
        columns: .cotisations, row: "0a5f7e12-1111-4222-8333-123456789abc,2026-11,2026-11-23T09:00:00Z,7,active,3770,3770,0,payroll,false,")

    static let cotisationTotals = portfolio(
        "/v1/cotisations/totals", id: "cotisation-totals", "What a month comes to in all, by employer and standing.",
        .component(.cotisationTotal), to: .readers,
        [.month, .employer], hasPages: false,
        example: [
            "month": "2026-11", "knownAt": exampleInstant, "employer": "0290012E", "standing": "active", "contracts": 412,
            "due": exampleFlows,
        ],
        columns: .totals, row: "2026-11,2026-11-23T09:00:00Z,0290012E,active,412,3770,3770,0")

    static let worklist = portfolio(
        "/v1/worklist", id: "worklist",
        "What waits for a clerk, kind by kind or across kinds by due day; then people who may be one and the same, as of today; then what waits about money, kind by kind.",
        .component(.workItem), to: .readers,
        [
            .workKind, .dueThrough,
            .query(
                "order", .names(["kind", "due"]),
                "`kind`, the default: kind by kind, every deadline. `due`: by due day across kinds, one line a contract and kind, its earliest."
            ),
            .query(
                "employer", .component(.employerCode),
                "With `order=due`: only contracts of this employer today, and what it owes or is owed."),
        ],
        example: ["kind": "proofOverdue", "contract": exampleContract, "dueOn": "2026-11-30", "rule": "proof.overdue"],
        columns: .work, row: "proofOverdue,0a5f7e12-1111-4222-8333-123456789abc,,2026-11-30,proof.overdue,,,,,,,,,,")

    static let worklistCounts = portfolio(
        "/v1/worklist/counts", id: "worklist-counts",
        "How many lines the worklist by due day has, kind by kind, and how many of them are overdue; what waits about money last.",
        .component(.workCount),
        to: .readers,
        [.workKind, .dueThrough, .query("employer", .component(.employerCode), "Only contracts of this employer today.")], hasPages: false,
        example: ["kind": "proofOverdue", "knownAt": exampleInstant, "lines": 12, "overdue": 12],
        columns: .workCounts, row: "proofOverdue,2026-11-23T09:00:00Z,12,12")

    static let portfolioMonths = portfolio(
        "/v1/portfolio/months", id: "portfolio-months",
        "The twelve months that end with a month: people by state of cover on the 1st, contracts by standing on the day that decides the month.",
        .component(.portfolioMonth), to: .readers, [.query("month", .month, isRequired: true, "The last of the twelve months.")],
        hasPages: false,
        example: ["month": "2026-11", "knownAt": exampleInstant, "by": "state", "value": "covered", "count": 412],
        columns: .months, row: "2026-11,2026-11-23T09:00:00Z,state,covered,412", patience: .seconds(120))

    private static func portfolio(
        _ path: String, id: String, _ summary: String, _ line: Schema, to roles: Set<Role>, _ parameters: [Parameter],
        hasPages: Bool = true, example: JSON, columns: PortfolioColumns, row: String, patience: Duration = .zero
    ) -> Operation {
        Operation(
            method: .get, path: path, id: id, tag: "Portfolio", summary: summary, audience: .roles(roles),
            parameters: parameters + [.format, .knownAtInstant] + (hasPages ? [.limit, .after] : []) + [.waitForPosition],
            answers: [
                200: Answer(
                    description: "A line each, or one array, streamed. An answer that ends without its last chunk is not whole.",
                    type: "application/x-ndjson", schema: line, example: example,
                    csv: "\(columns.names.joined(separator: ","))\n\(row)\n",
                    headers: ["X-Position", "Age", "X-Known-At", "Content-Disposition"] + (hasPages ? ["Link"] : []))
            ],
            problems: [400, 406, 409], isStreamed: true, patience: patience)
    }

    private static let exampleContract: JSON = "0a5f7e12-1111-4222-8333-123456789abc"
    private static let exampleInstant: JSON = "2026-11-23T09:00:00Z"
    private static let exampleFlows: JSON = ["employerToInsurerCents": 3770, "agentToInsurerCents": 3770, "employerToAgentCents": 0]
}

extension Operation.Parameter {
    fileprivate static let workKind = query("kind", .names(WorkTopic.allCases.map(\.description)), "Only what is of this kind.")
    fileprivate static let dueThrough = query("due-through", .day, "Only what falls due on this day or before.")
    fileprivate static let employer = query("employer", .component(.employerCode), "Only contracts of this employer then.")
    fileprivate static let format = query(
        "format", .names(["excel-fr"]),
        "A table for a French spreadsheet, whatever is accepted: semicolons, French headings, euros with a decimal comma, codes as texts.")
    fileprivate static let month = query("month", .month, isRequired: true, "The month asked about.")
    fileprivate static let knownAtInstant = query(
        "known-at", .instant, "As known at an instant: events recorded exactly then included. Now by default.")
    fileprivate static let limit = query(
        "limit", Schema(["type": "integer", "minimum": 1, "maximum": JSON(Inquiry.Page.limit)]),
        "The most lines of NDJSON: a page, with `Link` to the next. Without it, all of them.")
    fileprivate static let after = query("after", .string, "Behind which line a page begins: as `Link` of the page before has it.")
    fileprivate static let waitForPosition = header(
        "X-Wait-For-Position", .count,
        "Answers once this position of the log is in the projections: that of a command's answer shows what the command did. 409 when the log has "
            + "no such position, 503 when it takes too long."
    )
}
