import ArgumentParser
import ContractService
import Portfolio

/// The verb `coverage`: who is covered on a day.
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
