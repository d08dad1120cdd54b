import ContractService
import Contracts
import JSON
import Portfolio

/// The named schemas of the document, which can be used more than once.
enum Component: String, CaseIterable {
    case acceptance = "Acceptance"
    case event = "Event"
    case changes = "Changes"
    case contractChanges = "ContractChanges"
    case toldFacts = "ToldFacts"
    case commands = "Commands"
    case coverage = "Coverage"
    case cotisation = "Cotisation"
    case employerCotisation = "EmployerCotisation"
    case eligibility = "Eligibility"
    case timeline = "Timeline"
    case events = "Events"
    case scheme = "Scheme"
    case identity = "Identity"
    case employerCode = "EmployerCode"
    case beneficiaryStatus = "BeneficiaryStatus"
    case commandSource = "CommandSource"
    case because = "Because"
    case flows = "Flows"
    case correctionEntry = "CorrectionEntry"
    case bulkLine = "BulkLine"
    case bulkAnswer = "BulkAnswer"
    case cloudEvent = "CloudEvent"
    case allCoverage = "PortfolioCoverage"
    case allCotisations = "PortfolioCotisation"
    case cotisationTotal = "CotisationTotal"
    case workItem = "WorkItem"
    case workCount = "WorkCount"
    case portfolioMonth = "PortfolioMonth"
    case whatIf = "WhatIf"
    case accessLog = "AccessLog"
    case proposal = "Proposal"
    case run = "Run"
    case statement = "Statement"
    case problem = "Problem"

    func schema(_ employers: EmployerCodes) -> Schema {
        switch self {
        case .acceptance:
            .answer(
                .required("contract", .uuid), .required("version", .count),
                .optional("position", .count.described("The position in the log; absent from a dry run.")),
                .optional("recordedAt", .instant),
                .required("events", .array(of: .component(.event))), .optional("dryRun", .bool),
                .optional("changes", Schema.component(.changes).described("What a dry run would change.")),
                .optional("called", .forecasts),
                .optional(
                    "notices",
                    .array(
                        of: .answer(
                            .required("kind", .names([PortfolioQuestion.possibleDuplicate])), .required("contract", .uuid),
                            .required("person", .string.described("`holder`, or a beneficiary.")))
                    ).described("People who may be the same as one whom the command names: same NIR, or same names and day of birth.")))
        case .event:
            .answer(
                .required("version", .version), .required("type", .string), .required("effectiveOn", .day.orNull),
                .required("data", Schema(["type": "object"]).described("What was told, without personal data.")))
        case .changes: .changes
        case .contractChanges: .contractChanges
        case .toldFacts: .toldFacts
        case .commands: .commands
        case .coverage: .coverage
        case .cotisation: .cotisation
        case .employerCotisation: .employerCotisation
        case .eligibility: .eligibility
        case .timeline: .timeline
        case .events: .events
        case .scheme: .scheme
        case .identity:
            .identity
        case .employerCode: Schema(["type": "string", "pattern": .string("^\(employers)$"), "examples": ["0750001A"]])
        case .beneficiaryStatus:
            .request(
                .required("kind", .oneOf(BeneficiaryStatus.Kind.self)), .required("from", .day), .optional("through", .notBeforeFrom),
                .optional("cdaph", .bool.described("Whether the CDAPH recognised the disability.")),
                .optional("evidence", .oneOf(BeneficiaryStatus.Evidence.self)))
        case .commandSource: .commandSource
        case .because:
            .array(
                of: .answer(
                    .required("rule", .string), .required("source", .string),
                    .optional("event", .version.described("The version that decided."))))
        case .flows:
            .answer(
                .required("employerToInsurerCents", .cents), .required("agentToInsurerCents", .cents),
                .required("employerToAgentCents", .cents))
        case .correctionEntry: .correctionEntry
        case .bulkLine: .bulkLine
        case .bulkAnswer: .bulkAnswer
        case .cloudEvent: .cloudEvent
        case .allCoverage: .allCoverage
        case .allCotisations: .allCotisations
        case .cotisationTotal: .cotisationTotal
        case .workItem: .workItem
        case .workCount: .workCount
        case .portfolioMonth: .portfolioMonth
        case .whatIf: .whatIf
        case .accessLog: .accessLog
        case .proposal: .proposal
        case .run: .run
        case .statement: .statement
        case .problem: .problem
        }
    }
}
