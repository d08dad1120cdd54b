import Access
import Billing
import BillingService
import HTTPTypes
import JSON

extension Operation {
    static let ledgerEntries = Operation(
        method: .get, path: "/v1/ledger/entries", id: "ledger-entries", tag: "Money",
        summary: "The ledger, entry by entry in the order of their numbers.", audience: .roles(.readers),
        parameters: [
            .query("scheme", Schema.text(1...100), "Only the accounts of this scheme."),
            .query("from", .day, "The first day on which entries count; required with `format=fec`."),
            .query("through", .day, "The last day on which entries count."),
            .query("known-at", .instant, "As known at an instant. Now by default."),
            .query(
                "format", .oneOf(LedgerFormat.self),
                "`ndjson` by default; `csv` has a row for each posting; `beancount`; `fec`: one year of one scheme for the tax administration "
                    + "(LPF, A47 A-1), with its opening balances."),
        ],
        answers: [
            200: Answer(
                description: "A line each, streamed. An answer that ends without its last chunk is not whole.",
                type: "application/x-ndjson",
                schema: .answer(
                    .required("number", Schema.count.described("Dense over all journals.")), .required("scheme", .string),
                    .required("journal", .oneOf(Journal.self)), .required("numberInJournal", .count),
                    .required("on", Schema.day.described("The day on which it counts.")),
                    .required("happenedOn", Schema.day.described("The day on which it happened, in books that may be shut.")),
                    .required("recordedAt", .instant),
                    .required("month", Schema.month.described("From which the amounts come.").orNull),
                    .required("kind", Schema.string.described("What it records.")),
                    .required("source", Schema.string.described("The paper's reference.")),
                    .required(
                        "postings",
                        Schema.array(of: .answer(.required("account", .string), .required("amountCents", .cents))).described(
                            "They add up to 0. A debit is above zero."))),
                csv: "number,scheme,journal,numberInJournal,on,happenedOn,recordedAt,month,kind,source,account,amountCents\n"
                    + "1,fpe-education-2026,CALL,1,2026-04-25,2026-04-25,2026-04-25T07:00:00Z,2026-05,run,R000001,receivable:employer:0750001A,7278\n",
                texts: ["text/plain", "text/tab-separated-values"])
        ], problems: [400, 404, 422], isStreamed: true)

    static let directDebitFile = Operation(
        method: .get, path: "/v1/direct-debit-files/{file}", id: "direct-debit-file", tag: "Money",
        summary: "A file of direct debits as the bank reads it: a pain.008 with names and accounts. The access log has who took it.",
        audience: .roles([.supervisor]), parameters: [.query("known-at", .instant, "As known at an instant. Now by default.")],
        answers: [
            200: Answer(
                description: "The same bytes each time, streamed. An answer that ends without its last chunk is not whole.",
                type: "application/xml", schema: Schema([:]))
        ], problems: [400, 404, 409, 410, 422], isStreamed: true)
}
