import Access
import Billing
import BillingService
import HTTPTypes
import JSON

extension Operation {
    static let makeRun = Operation(
        method: .post, path: "/v1/runs", id: "make-run", tag: "Money",
        summary: "Makes a run of a scheme: states what was called elsewhere, calls a month, adjusts, shuts the books, or takes a run back.",
        audience: .roles([.supervisor], dryRun: .readers),
        parameters: [
            .query("dry-run", .bool, "The whole run and its sums; nothing is written. `x-roles-dry-run` says who may ask for that."),
            .idempotencyKey("A retry under the same key gets the same run."),
        ],
        body: .request(
            .required("scheme", .string), .required("kind", .oneOf(RunKind.self)),
            .optional("month", Schema.month.described("Of an opening or a regular run: the month to call.")),
            .optional("through", Schema.month.described("Of a closing: the last month of the books that are shut.")),
            .optional(
                "cancels",
                Schema(["type": "integer", "minimum": 1, "maximum": .integer(Int64(Int32.max))]).described(
                    "Of a cancelling run: the latest run in force."))),
        bodyExample: ["scheme": "fpe-education-2026", "kind": "regular", "month": "2026-10"],
        answers: [
            200: Answer(description: "A dry run.", schema: .component(.run)),
            201: Answer(description: "The run is complete.", schema: .component(.run), example: .exampleRun, headers: ["Location"]),
            202: Answer(
                description: "The run is accepted, and goes on: it is at `Location`.", schema: .component(.run), headers: ["Location"]),
        ], problems: [400, 404, 408, 409, 413, 415, 422], patience: .seconds(35))

    static let runs = Operation(
        method: .get, path: "/v1/runs", id: "runs", tag: "Money", summary: "All runs, the latest first.", audience: .roles(.readers),
        parameters: [.knownAtInstant],
        answers: [
            200: Answer(
                description: "The runs.", schema: .answer(.required("runs", .array(of: .component(.run)))), example: ["runs": [.exampleRun]]
            )
        ], problems: [400])

    static let run = Operation(
        method: .get, path: "/v1/runs/{run}", id: "run", tag: "Money", summary: "A run.", audience: .roles(.readers),
        parameters: [.knownAtInstant],
        answers: [200: Answer(description: "The run.", schema: .component(.run), example: .exampleRun)], problems: [400, 404])

    static let runLines = rows(
        .lines, "run-lines", "What a run asks for, contract by contract, month by month, employers before the agent.",
        .answer(
            [
                .required("contract", .uuid), .required("month", .month),
                .required("employer", Schema.string.described("Null: the agent.").orNull),
            ] + Schema.callFields), row: "0a5f7e12-1111-4222-8333-123456789abc,2026-10,0750001A,call,3770,3508,0,,")

    static let runPrescribed = rows(
        .prescribed, "run-prescribed", "What a run does not call because its time is over.",
        .answer(
            [.required("contract", .uuid), .required("month", .month), .required("employer", Schema.string.orNull)] + Schema.flowFields),
        row: "0a5f7e12-1111-4222-8333-123456789abc,2026-10,,0,7540,0")

    static let runHeld = rows(
        .held, "run-held", "What agents owe after a run, and are not debited for.",
        .answer(.required("contract", .uuid), .required("amountCents", .cents), .required("reason", .oneOf(HoldReason.self))),
        row: "0a5f7e12-1111-4222-8333-123456789abc,7540,mandateMissing")

    static let runDirectDebits = rows(
        .directDebits, "run-direct-debits",
        "What a run debits agents for. It names nobody: names and accounts are in the file for the bank alone.",
        .answer(
            .required("endToEndId", .string), .required("file", .string), .required("contract", .uuid),
            .required("mandateReference", .string),
            .required("signedOn", .day), .required("amended", .bool), .required("sequenceType", .oneOf(SequenceType.self)),
            .required("amountCents", .cents), .required("collectionOn", .day), .required("notifyBy", .day)),
        row: "R000004D0000001,R000004F001,0a5f7e12-1111-4222-8333-123456789abc,RUM-0001,2026-08-25,false,RCUR,30160,2026-12-10,2026-11-26")

    static let runStatements = Operation(
        method: .get, path: "/v1/runs/{run}/statements", id: "run-statements", tag: "Money", summary: "What a run asks of each employer.",
        audience: .roles(.readers), parameters: [.knownAtInstant],
        answers: [
            200: Answer(
                description: "A line each, streamed. An answer that ends without its last chunk is not whole.",
                type: "application/x-ndjson",
                schema: .component(.statement))
        ], problems: [400, 404, 409], isStreamed: true)

    static let runStatement = Operation(
        method: .get, path: "/v1/runs/{run}/statements/{employer}", id: "run-statement", tag: "Money",
        summary: "What a run asks of an employer; an employer gets their own.", audience: .roles(.readers.union([.employer])),
        parameters: [.knownAtInstant], answers: [200: Answer(description: "The statement.", schema: .component(.statement))],
        problems: [400, 404, 409])

    static let calls = Operation(
        method: .get, path: "/v1/contracts/{contract}/calls", id: "calls", tag: "Money", summary: "What runs called for a contract.",
        audience: .roles(.readers.union([.agent])), parameters: [.query("month", .month, "Only this month."), .knownAtInstant],
        answers: [
            200: Answer(
                description: "The lines of all runs, and their sum.",
                schema: .answer(
                    .required("contract", .uuid),
                    .required(
                        "calls",
                        .array(
                            of: .answer(
                                [
                                    .required("run", .count), .required("month", .month), .required("employer", Schema.string.orNull),
                                    .required("origin", .oneOf(CallLine.Origin.self)),
                                ] + Schema.flowFields))),
                    .required("total", .component(.flows))))
        ], problems: [400, 404])

    static let contractAccount = account(
        "/v1/contracts/{contract}/account", "contract-account", "An agent's account; an agent gets their own.", to: .agent)

    static let employerAccount = account(
        "/v1/employers/{employer}/account", "employer-account", "An employer's account; an employer gets their own.", to: .employer)

    private static func account(_ path: String, _ id: String, _ summary: String, to role: Role) -> Operation {
        Operation(
            method: .get, path: path, id: id, tag: "Money", summary: summary, audience: .roles(.readers.union([role])),
            parameters: [.knownAtInstant],
            answers: [
                200: Answer(
                    description: "The balance, and the entries in the order in which they were recorded. Positive: owed.",
                    schema: .answer(
                        .required("balanceCents", .cents),
                        .required(
                            "entries",
                            .array(
                                of: .answer(
                                    .required("on", .day), .required("kind", .oneOf(AccountMovement.Kind.self)),
                                    .required("amountCents", .cents))))))
            ], problems: [400, 404])
    }

    private static func rows(_ table: RunTable, _ id: String, _ summary: String, _ line: Schema, row: String) -> Operation {
        Operation(
            method: .get, path: "/v1/runs/{run}/\(table.rawValue)", id: id, tag: "Money", summary: summary, audience: .roles(.readers),
            parameters: [.knownAtInstant],
            answers: [
                200: Answer(
                    description: "A line each, or one array, streamed. An answer that ends without its last chunk is not whole.",
                    type: "application/x-ndjson", schema: line, csv: "\(table.columns.joined(separator: ","))\n\(row)\n")
            ], problems: [400, 404, 406, 409], isStreamed: true)
    }
}

extension Operation.Parameter {
    /// The caller's key of what is told about money.
    static func idempotencyKey(_ description: String) -> Self {
        header("Idempotency-Key", Schema(["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"]), description)
    }

    fileprivate static let knownAtInstant = query(
        "known-at", .instant, "As known at an instant: a run that was not complete then is open, or is not there. Now by default.")
}

extension Schema {
    fileprivate static let flowFields: [Field] = [
        .required("employerToInsurerCents", cents), .required("agentToInsurerCents", cents), .required("employerToAgentCents", cents),
    ]

    fileprivate static let callFields: [Field] =
        [.required("origin", oneOf(CallLine.Origin.self))] + flowFields + [
            .required("events", array(of: count).described("Of an adjustment: the events learnt since the run before.")),
            .required("parameters", array(of: instant).described("When the parameters learnt since became known.")),
        ]

    static let run = answer(
        .optional("run", count), .optional("dryRun", bool), .required("scheme", string), .required("kind", oneOf(RunKind.self)),
        .required("month", month.described("The last month called, with this run; null when a cancelling run leaves none.").orNull),
        .optional("state", oneOf(RecordedRun.State.self)), .required("knownAt", instant.described("The facts known then count.")),
        .required("position", count.described("The end of the log at that instant.")), .required("asOf", day),
        .optional("through", month), .optional("cancels", count), .optional("cancelledBy", count), .optional("lineCount", count),
        .optional("called", component(.flows)), .optional("adjusted", component(.flows)), .optional("prescribed", component(.flows)),
        .optional(
            "directDebits",
            answer(
                .required("count", count), .required("amountCents", cents), .optional("collectionOn", day), .optional("notifyBy", day))),
        .optional("held", answer(.required("count", count), .required("amountCents", cents))),
        .optional("failure", string.described("Of an open run: why it could not be made yet. It is tried again each second.")),
        .optional(
            "explanation",
            array(
                of: answer([.required("cause", oneOf(MonthCause.self)), .required("contracts", count)] + flowFields)
            ).described("Of a regular run: the month less the one before, both as known now.")))

    static let statement = answer(
        .required("run", count), .required("employer", string), .required("month", month.orNull),
        .required("lines", array(of: answer([.required("contract", uuid), .required("month", month)] + callFields))),
        .required("months", array(of: answer([.required("month", month)] + flowFields))),
        .required("totals", component(.flows)), .required("calledCents", cents), .required("balanceBeforeCents", cents),
        .required("balanceAfterCents", cents), .required("payableCents", cents), .required("payableOn", day))
}

extension JSON {
    fileprivate static let exampleRun: JSON = [
        "run": 1, "scheme": "fpe-education-2026", "kind": "regular", "month": "2026-10", "knownAt": "2026-09-20T07:00:00Z",
        "position": 4711,
        "asOf": "2026-09-20", "state": "completed", "lineCount": 1,
        "called": ["employerToInsurerCents": 3770, "agentToInsurerCents": 3508, "employerToAgentCents": 0],
        "adjusted": ["employerToInsurerCents": 0, "agentToInsurerCents": 0, "employerToAgentCents": 0],
        "prescribed": ["employerToInsurerCents": 0, "agentToInsurerCents": 0, "employerToAgentCents": 0],
        "directDebits": ["count": 0, "amountCents": 0, "collectionOn": "2026-10-12", "notifyBy": "2026-09-28"],
        "held": ["count": 0, "amountCents": 0], "explanation": [],
    ]
}
