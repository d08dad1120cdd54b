import Billing
import BillingService
import Contracts
import JSON
import Portfolio

/// The lines of the answers about all contracts.
extension Schema {
    private static let line: [Field] = [
        .required("contract", .uuid), .required("knownAt", .instant), .required("version", .version.described("The last event known.")),
    ]
    private static let cover: [Field] = [
        .required("state", oneOf(Cover.State.self)), .required("basis", oneOf(Cover.Basis.self).orNull), .required("from", day.orNull),
        .required("through", day.orNull),
    ]

    static let allCoverage = answer(
        line, .required("on", .day), .required("holder", answer(cover, .required("option", oneOf(Option.self).orNull))),
        .required(
            "beneficiaries",
            array(of: answer(cover, .required("beneficiary", .uuid), .required("relation", oneOf(Relation.self))))))

    static let allCotisations = answer(
        line, .required("month", .month), .required("standing", oneOf(Standing.self)), .required("due", component(.flows)),
        .required("collection", answer(.required("method", oneOf(CotisationCollection.Method.self)), .required("mandateMissing", .bool))),
        .required("unconfirmed", array(of: string).described("The unconfirmed parameters used.")))

    static let cotisationTotal = answer(
        .required("month", .month), .required("knownAt", .instant), .required("employer", string.orNull),
        .required("standing", oneOf(Standing.self)), .required("contracts", .count), .required("due", component(.flows)))

    static let workItem = answer(
        .required("kind", names(WorkTopic.allCases.map(\.description))),
        .optional("contract", .uuid.described("Not of a `statementUnpaid`, a `handOverDue`, a `bankLineUnmatched`, an employer's credit.")),
        .optional("beneficiary", .uuid),
        .required("dueOn", .day),
        .required("rule", .string),
        .optional("duplicate", .uuid.described("Of a `possibleDuplicate`: the pair, to dismiss it by.")),
        .optional("otherContract", .uuid.described("Of a `possibleDuplicate`: the other person's.")),
        .optional("otherBeneficiary", .uuid.described("Of a `possibleDuplicate`: the other person, when not the holder.")),
        .optional("employer", .string.described("About money: who owes or is owed; none for an agent.")),
        .optional("run", .count.described("About money: the run.")),
        .optional(
            "amountCents",
            .cents.described(
                "About money: what stands on the account now, a credit too, what a file comes to, or what a bank moved (above zero if money came in)."
            )),
        .optional("reason", oneOf(HoldReason.self).described("Of a `directDebitHeld`: why.")),
        .optional("file", .string.described("Of a `handOverDue`; of a `bankLineUnmatched` that names one.")),
        .optional("reference", .string.described("Of a `bankLineUnmatched`: the bank's, or the debit's that it names.")),
        .optional("bankLine", .string.described("Of a `bankLineUnmatched`: the line, to settle it by.")))

    static let workCount = answer(
        .required("kind", names(WorkTopic.allCases.map(\.description))), .required("knownAt", .instant),
        .required("lines", .count.described("Contracts with something of the kind; of `possibleDuplicate`: pairs; about money: lines.")),
        .required("overdue", .count.described("Those with something whose due day is over.")))

    static let portfolioMonth = answer(
        .required("month", .month), .required("knownAt", .instant),
        .required("by", names(["state", "standing"]).described("Whether people are counted by state of cover, or contracts by standing.")),
        .required(
            "value",
            names(Cover.State.allCases.map(\.rawValue) + Standing.allCases.map(\.rawValue).filter { Cover.State(rawValue: $0) == nil })),
        .required("count", .count))
}
