import Access
import Billing
import HTTPTypes
import JSON

extension Operation {
    static let recordPayment = bankFact(
        "/v1/payments", "record-payment", "Money came in, from an employer or an agent, or from the bank for a file of direct debits.",
        audience: .roles(.recorders),
        fields: [.optional("file", Schema.text(1...35).described("A file of direct debits that the bank credits."))])

    static let recordRefund = bankFact(
        "/v1/refunds", "record-refund", "A credit was paid back.", audience: .roles(.recorders), fields: [])

    static let recordWriteOff = bankFact(
        "/v1/write-offs", "record-write-off", "What is owed is given up.", audience: .roles([.supervisor]), fields: [])

    static let returnDirectDebit = Operation(
        method: .post, path: "/v1/direct-debits/{endToEndId}/return", id: "return-direct-debit", tag: "Money",
        summary: "A direct debit came back: its amount is owed again, and P `returnPolicy` says what follows.",
        audience: .roles(.recorders), parameters: [.once],
        body: .request(
            .required("kind", .oneOf(DebitReturn.Kind.self)),
            .required("reason", Schema(["type": "string", "pattern": "^[A-Z0-9]{1,4}$"]).described("The bank's: `AM04`.")),
            .required("on", .day)), bodyExample: ["kind": "return", "reason": "AM04", "on": "2026-10-15"],
        answers: [
            201: recorded(
                .required("endToEndId", .string), .required("kind", .oneOf(DebitReturn.Kind.self)), .required("reason", .string),
                .required("on", .day))
        ], problems: [400, 404, 408, 409, 413, 415, 422])

    static let handOverFile = fileChange(
        "hand-over", "hand-over-file",
        "A file of direct debits is handed over to the bank, by the business day before its collection, by another supervisor than who asked for its run."
    )

    static let withdrawFile = fileChange(
        "withdraw", "withdraw-file", "Nobody hands a file of direct debits over any more: its debits are owed again.")

    static let resumeDirectDebits = Operation(
        method: .post, path: "/v1/contracts/{contract}/resume-direct-debits", id: "resume-direct-debits", tag: "Money",
        summary: "The next run debits the agent again, though debits came back.", audience: .roles(.recorders),
        parameters: [.once], body: .request(), bodyExample: [:], answers: [201: recorded(.required("contract", .uuid))],
        problems: [400, 404, 408, 413, 415, 422])

    static let settleBankLine = Operation(
        method: .post, path: "/v1/bank-lines/{line}/settle", id: "settle-bank-line", tag: "Money",
        summary: "Takes a line of a bank's file of which nothing was recorded off the worklist: somebody has found out what it is.",
        audience: .roles(.recorders), parameters: [.once], body: .request(.required("reason", .statedReason)),
        bodyExample: ["reason": "the bank's own fees"],
        answers: [
            201: recorded(
                .required("bankLine", Schema.string.described("As the worklist has it.")), .required("reason", .string))
        ], problems: [400, 404, 408, 409, 413, 415, 422])

    static let sendBankFile = Operation(
        method: .post, path: "/v1/bank-files", id: "send-bank-file", tag: "Money",
        summary:
            "What the bank says in a file of its own: debits that came back, files that were credited. All of it is recorded, or nothing.",
        audience: .roles(.recorders),
        body: Schema(["type": "string", "format": "binary"]).described(
            "A pain.002 (.001.03, .001.12) or a camt.054 (.001.02, .001.08) in UTF-8, of 256 MiB at most, without a document type."),
        bodyType: "application/xml",
        bodyExample: .string(
            #"<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>BANK-4711</MsgId>"#
                + "<CreDtTm>2026-11-12T09:00:00Z</CreDtTm></GrpHdr></CstmrPmtStsRpt></Document>"),
        answers: [
            200: Answer(
                description: "What became of its lines. The same file again records nothing.",
                schema: .answer(
                    .required("messageId", .string.described("The bank's identifier of the message.")),
                    .required("recorded", Schema.count.described("How many returns and credits were recorded.")),
                    .required("repeated", Schema.count.described("How many had been recorded before.")),
                    .required(
                        "unmatched",
                        .array(
                            of: .answer(
                                .optional("endToEndId", .string), .optional("file", .string),
                                .optional("reference", .string.described("The bank's.")),
                                .optional("amountCents", .cents.described("Above zero if money came in.")), .optional("on", .day),
                                .optional("rule", .string.described("The rule that refuses it.")))
                        ).described("The lines of which nothing was recorded. They wait in the worklist until a clerk settles them."))),
                example: [
                    "messageId": "BANK-4711", "recorded": 12, "repeated": 0, "unmatched": [["endToEndId": "OTHER-1", "on": "2026-11-12"]],
                ])
        ], problems: [400, 408, 409, 415, 422, 429], patience: .seconds(600))

    private static func bankFact(_ path: String, _ id: String, _ summary: String, audience: Audience, fields: [Field]) -> Operation {
        let common: [Field] = [
            .optional("employer", Schema.component(.employerCode).described("Whose account it is: an employer's,")),
            .optional("contract", Schema.uuid.described("or the agent's of a contract.")),
        ]
        let told: [Field] = [
            .optional(
                "scheme", Schema.text(1...100).described("On whose accounts it stands; required where several schemes have accounts.")),
            .required("amountCents", Schema(["type": "integer", "minimum": 1, "maximum": 1_000_000_000_000])), .required("on", .day),
            .required(
                "reference",
                Schema(["type": "string", "pattern": "^(?!.*(//|  ))[A-Za-z0-9][A-Za-z0-9/?:().,'+ -]{0,34}(?<![/ ])$"]).described(
                    "The bank's or the office's, once for each payer. It is kept for ever: no name, no IBAN, no number of a person.")),
        ]
        return Operation(
            method: .post, path: path, id: id, tag: "Money", summary: summary, audience: audience, parameters: [.once],
            body: .request(common + fields + told),
            bodyExample: ["employer": "0750001A", "amountCents": 7278, "on": "2026-05-26", "reference": "VIR-1"],
            answers: [
                201: recorded(
                    .required("scheme", .string), .optional("employer", .string), .optional("contract", .uuid), .optional("file", .string),
                    .required("amountCents", .cents), .required("on", .day), .required("reference", .string))
            ], problems: [400, 404, 408, 409, 413, 415, 422])
    }

    private static func fileChange(_ action: String, _ id: String, _ summary: String) -> Operation {
        Operation(
            method: .post, path: "/v1/direct-debit-files/{file}/\(action)", id: id, tag: "Money", summary: summary,
            audience: .roles([.supervisor]), parameters: [.once], body: .request(.required("on", .day)),
            bodyExample: ["on": "2026-11-12"],
            answers: [
                201: recorded(
                    .required("file", .string), .required("on", .day),
                    .optional("sha256", Schema.string.described("Of a hand-over: the hash of the file's bytes, in hexadecimal digits.")))
            ], problems: [400, 404, 408, 409, 410, 413, 415, 422])
    }

    private static func recorded(_ fields: Field...) -> Answer {
        Answer(
            description: "It is recorded.",
            schema: .answer(
                [
                    .required("position", Schema.count.described("The position in the log.")), .required("recordedAt", .instant),
                    .required("type", .string),
                ] + fields))
    }
}

extension Operation.Parameter {
    fileprivate static let once = idempotencyKey("A retry under the same key records nothing, and gets the same answer.")
}
