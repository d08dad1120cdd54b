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
        .required("kind", names(PortfolioQuestion.workKinds)), .required("contract", .uuid), .optional("beneficiary", .uuid),
        .required("dueOn", .day),
        .required("rule", .string),
        .optional("duplicate", .uuid.described("Of a `possibleDuplicate`: the pair, to dismiss it by.")),
        .optional("otherContract", .uuid.described("Of a `possibleDuplicate`: the other person's.")),
        .optional("otherBeneficiary", .uuid.described("Of a `possibleDuplicate`: the other person, when not the holder.")))

    static let workCount = answer(
        .required("kind", names(PortfolioQuestion.workKinds)), .required("knownAt", .instant),
        .required("lines", .count.described("Contracts with something of the kind; of `possibleDuplicate`: pairs.")),
        .required("overdue", .count.described("Those with something whose due day is over.")))

    static let portfolioMonth = answer(
        .required("month", .month), .required("knownAt", .instant),
        .required("by", names(["state", "standing"]).described("Whether people are counted by state of cover, or contracts by standing.")),
        .required(
            "value",
            names(Cover.State.allCases.map(\.rawValue) + Standing.allCases.map(\.rawValue).filter { Cover.State(rawValue: $0) == nil })),
        .required("count", .count))
}
