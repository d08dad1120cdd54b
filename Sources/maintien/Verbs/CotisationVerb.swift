import ArgumentParser
import ContractService
import JSON
import Portfolio

/// The verb `cotisation`: the amounts of a month.
struct CotisationVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cotisation",
        abstract: "What a month comes to, of one contract or of all: who owes what to whom, and how it is collected.")

    @OptionGroup var options: OneOrAllOptions
    @Option(help: ArgumentHelp("The month (default: the present one).", valueName: "month")) var month: String?
    @Option(help: ArgumentHelp("Also what is owed or refunded against what was known at this instant.", valueName: "instant"))
    var comparedWith: String?
    @Flag(help: "Of all contracts, what they come to by employer and standing.") var totals = false

    func run() async throws {
        let month = try QuestionOptions.month(month)
        guard let contract = try options.oneContract(orElse: ["--totals": totals]) else {
            guard comparedWith == nil else { throw ValidationError("--compared-with is for one contract.") }
            let (question, table): (PortfolioQuestion, PortfolioTable) =
                totals
                ? (.totals(month: month, employer: options.employer), .totals)
                : (.cotisations(month: month, employer: options.employer), .cotisations)
            return try await options.askAll(question, in: table)
        }
        var before: KnownAt?
        if let comparedWith {
            guard let instant = KnownAt(comparedWith) else { throw ValidationError("--compared-with takes an instant, or version:7.") }
            before = instant
        }
        try await options.asking.ask(.cotisation(month: month, comparedWith: before), of: contract) { answer in
            let lines = answer[member: "lines"].elements.map { line in
                [
                    line[member: "component"].cell, line[member: "beneficiary"].cell, line[member: "amountCents"].euros,
                    line[member: "employerShareCents"].euros,
                    line[member: "agentShareCents"].euros,
                ]
            }
            let flows = ["due", "adjustment"].filter { answer[member: $0] != .null }.map { name in
                [name]
                    + ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map {
                        answer[member: name][member: $0].euros
                    }
            }
            let collection = answer[member: "collection"]
            let missing = collection[member: "mandateMissing"] == true ? ", mandate missing" : ""
            let method = collection[member: "method"].cell
            let collected = method == "none" ? "nothing to collect" : "collected by \(method)\(missing)"
            return """
                \(answer[member: "month"].cell), as known at \(answer[member: "knownAt"].cell): \(answer[member: "standing"].cell); \(collected)

                \(Terminal.table(["", "employer → insurer", "agent → insurer", "employer → agent"], flows))

                \(Terminal.table(["component", "beneficiary", "amount", "employer's share", "agent's share"], lines))

                unconfirmed  \(answer[member: "unconfirmed"].elements.map(\.cell).joined(separator: ", "))
                because      \(answer[member: "because"].reasons)
                """
        }
    }
}
