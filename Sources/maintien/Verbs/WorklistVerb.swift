import ArgumentParser
import CivilTime
import Portfolio

/// The verb `worklist`: the work that waits for clerks.
struct WorklistVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worklist", abstract: "What waits for a clerk, in all contracts, by kind and due day.")

    @Option(help: ArgumentHelp("Only what is of this kind.", valueName: "kind")) var kind: String?
    @Option(help: ArgumentHelp("Only what falls due on this day or before.", valueName: "day")) var dueThrough: String?
    @Flag(help: "The answer as comma-separated values.") var csv = false
    @OptionGroup var asking: AskingOptions

    func run() async throws {
        let day = try dueThrough.map { try QuestionOptions.day($0) }
        let (question, money) = try NamedCase.work(kind, dueThrough: day)
        try await asking.askAll(question, then: money, in: .worklist, csv: csv)
    }
}
