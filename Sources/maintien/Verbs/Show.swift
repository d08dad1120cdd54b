import ArgumentParser
import CivilTime
import ContractService
import Contracts
import Words

/// The verb `show`: the state of a contract, in a few sentences.
struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What a contract comes to on a day, in a few sentences, and what presses.",
        discussion: """
            The holder's cover, its ground and its last day, what is wrong, and the month's money; then what is overdue or due within 60 days, as \
            judged on the day of --known-at. Names are shown to a reader whom --as names, and the access log tells of it.
            """)

    @Argument(help: ArgumentHelp("The contract.", valueName: "contract"))
    var contract: String

    @ArgumentParser.Option(help: ArgumentHelp("The day (default: today in Paris).", valueName: "day"))
    var on: String?

    @ArgumentParser.Option(
        help: ArgumentHelp("As known at an instant (2026-09-10T09:00:00Z) or at a version (version:7). Default: now.", valueName: "instant")
    )
    var knownAt: String?

    @ArgumentParser.Option(help: ArgumentHelp("The language, fr or en (default: that of the locale).", valueName: "language"))
    var lang: String?

    @OptionGroup var reader: ReaderOptions
    @OptionGroup var database: DatabaseOptions

    func run() async throws {
        let (id, day, knownAt) = (
            try QuestionOptions.contract(contract), try QuestionOptions.day(on), try QuestionOptions.knownAt(self.knownAt)
        )
        let language = try Terminal.language(lang)
        let settings = try await reader.settings(of: database)
        let named = try await settings.namedContract(id, knownAt: knownAt, reader: reader.reader)
        let (known, names) = (named.contract.known, named.names)

        let sentence = known.sentence(on: day, today: named.contract.present.asOf, name: names[nil], in: language)
        print(Terminal.text(sentence.phrase) + "\n")
        let pressing = known.pressing(in: language) { names[$0] }
        print(Self.heading(isEmpty: pressing.isEmpty, in: language))
        for work in pressing { print("  \(Terminal.text(work.line.due)) — \(Terminal.text(work.line.matter))") }
    }

    private static func heading(isEmpty: Bool, in language: Language) -> String {
        switch language {
        case .french: isEmpty ? "Rien ne presse." : "Ce qui presse"
        case .english: isEmpty ? "Nothing presses." : "What presses"
        }
    }
}
