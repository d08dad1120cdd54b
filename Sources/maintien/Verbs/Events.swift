import ArgumentParser
import ContractService
import Portfolio

/// The verb `events`: the recorded events of a contract.
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
