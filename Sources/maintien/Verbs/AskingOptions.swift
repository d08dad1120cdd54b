import ArgumentParser
import ContractService
import JSON

/// The options of every question.
struct AskingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "As known at an instant (2026-09-10T09:00:00Z) or, of one contract, at a version (version:7). Default: now.",
            valueName: "instant")
    )
    var knownAt: String?

    @Flag(help: "The answer as the HTTP interface gives it.")
    var json = false

    @OptionGroup var database: DatabaseOptions

    /// Asks about one contract, and prints the answer.
    func ask(_ question: Question, of contract: String, show: (JSON) -> String) async throws {
        let (id, knownAt) = (try QuestionOptions.contract(contract), try QuestionOptions.knownAt(self.knownAt))
        let answer = try await database.settings().withQuestions { questions, _ in
            try await questions.answer(question, of: id, knownAt: knownAt)
        }
        print(json ? JSON.text(answer.body) : show(answer.body))
    }
}
