import ArgumentParser
import BillingService
import JSON

/// The verb `runs`: what runs came to.
struct RunsVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "All runs, the latest first; with a number, what one came to, and why.")

    @Argument(help: ArgumentHelp("The number of a run.", valueName: "run")) var run: String?
    @Flag(help: "The answer as the HTTP interface gives it.") var json = false
    @OptionGroup var options: MoneyOptions

    func run() async throws {
        if let run {
            let number = try MoneyOptions.run(run)
            let answer = try await options.ask { try await $0.run(number, knownAt: $1).json }
            return print(json ? JSON.text(answer) : RunWords.text(of: answer))
        }
        let answers = try await options.ask { questions, instant in
            try await questions.runs(knownAt: instant).reversed().map(\.json)
        }
        print(json ? JSON.text(["runs": .array(answers)]) : RunWords.table(of: answers))
    }
}
