import ArgumentParser
import ContractService
import Portfolio

/// The verb `eligibility`: what may be claimed or asked for on a day.
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
