import ArgumentParser
import ContractService
import JSON
import Portfolio

/// Who is covered on a day.
struct Coverage: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Who is covered on a day, on what ground, from when and through when: of one contract, or of all.")

    @OptionGroup var options: OneOrAllOptions
    @Option(help: ArgumentHelp("The day (default: today in Paris).", valueName: "day")) var on: String?
    @Option(help: ArgumentHelp("Of all contracts, those whose holder is in this state.", valueName: "state")) var state: String?

    func run() async throws {
        let day = try QuestionOptions.day(on)
        guard let contract = try options.oneContract(orElse: ["--state": state != nil]) else {
            return try await options.askAll(.coverage(on: day, employer: options.employer, state: NamedCase.state(state)), in: .coverage)
        }
        try await options.asking.ask(.coverage(on: day), of: contract) { answer in
            let holder = answer[member: "holder"]
            let rows =
                [
                    [
                        "holder", "", holder[member: "state"].cell, holder[member: "basis"].cell, holder[member: "from"].cell,
                        holder[member: "through"].cell,
                    ]
                ]
                + answer[member: "beneficiaries"].elements.map { person in
                    [
                        person[member: "beneficiary"].cell, person[member: "relation"].cell, person[member: "state"].cell,
                        person[member: "basis"].cell,
                        person[member: "from"].cell, person[member: "through"].cell,
                    ]
                }
            return """
                On \(answer[member: "on"].cell), as known at \(answer[member: "knownAt"].cell) (version \(answer[member: "version"].cell)); option \(holder[member: "option"].cell)

                \(Terminal.table(["person", "relation", "state", "basis", "from", "through"], rows))

                because      \(holder[member: "because"].reasons)
                """
        }
    }
}

/// What a month comes to.
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

/// What may be asked for.
struct EligibilityVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eligibility", abstract: "What may be claimed or asked for on a day, until when, and what is missing.")

    @OptionGroup var options: QuestionOptions
    @Option(help: ArgumentHelp("The day (default: today in Paris).", valueName: "day")) var on: String?

    func run() async throws {
        try await options.ask(.eligibility(on: QuestionOptions.day(on))) { answer in
            let portability = answer[member: "portability"]
            let rights =
                [
                    [
                        "continuation", answer[member: "continuation"][member: "eligible"].cell,
                        answer[member: "continuation"][member: "through"].cell, "",
                    ],
                    [
                        "portability", portability[member: "eligible"].cell, portability[member: "through"].cell,
                        portability[member: "missing"].elements.map(\.cell).joined(separator: ", "),
                    ],
                ]
                + answer[member: "beneficiaries"].elements.map {
                    ["beneficiary \($0[member: "beneficiary"].cell)", $0[member: "eligible"].cell, $0[member: "through"].cell, ""]
                }
            let proofs = portability[member: "proofs"].elements.map {
                [$0[member: "month"].cell, $0[member: "state"].cell, $0[member: "dueThrough"].cell]
            }
            let services = answer[member: "services"].elements.map {
                [$0[member: "service"].cell, $0[member: "available"].cell, $0[member: "source"].cell]
            }
            return """
                On \(answer[member: "on"].cell), as known at \(answer[member: "knownAt"].cell)

                \(Terminal.table(["right", "eligible", "through", "missing"], rights))
                \(proofs.isEmpty ? "" : "\n" + Terminal.table(["proof of", "state", "due through"], proofs) + "\n")
                \(Terminal.table(["service", "available", "source"], services))

                because      \(answer[member: "continuation"][member: "because"].reasons)
                             \(portability[member: "because"].reasons)
                """
        }
    }
}

/// What was recorded.
struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What was recorded of a contract, by whom and when.")

    @OptionGroup var options: QuestionOptions

    func run() async throws {
        try await options.ask(.events) { answer in
            let rows = answer[member: "events"].elements.map { event in
                event.cells(["version", "type", "effectiveOn", "recordedAt", "recordedBy", "proposedBy", "rescindedBy", "data"])
            }
            return Terminal.table(
                ["version", "type", "effective on", "recorded at", "recorded by", "proposed by", "rescinded by", "data"], rows)
        }
    }
}
