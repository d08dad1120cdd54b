import ArgumentParser
import CivilTime
import ContractService
import Contracts
import JSON
import Picture
import Words

/// The verb `timeline`: a contract's whole history, as a picture and in tables.
struct TimelineVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline", abstract: "The whole line: a picture, then cover and cotisation from end to end.",
        discussion: """
            The picture shows the situation, each person's cover, who pays, and when each fact was known. It is as wide as the terminal; in a pipe, or with \
            NO_COLOR set, it has no colours. --json gives the tables alone, as the HTTP interface does.
            """)

    @OptionGroup var options: QuestionOptions

    @ArgumentParser.Option(help: ArgumentHelp("The day that the picture marks (default: today in Paris).", valueName: "day"))
    var on: String?

    @ArgumentParser.Option(help: ArgumentHelp("How much time the picture shows: 1y, 2y or all.", valueName: "span"))
    var window = PictureSpan.twoYears.rawValue

    @ArgumentParser.Option(
        help: ArgumentHelp("The language of the picture, fr or en (default: that of the locale).", valueName: "language"))
    var lang: String?

    @OptionGroup var reader: ReaderOptions

    func run() async throws {
        let (day, language) = (try QuestionOptions.day(on), try Terminal.language(lang))
        let span = try NamedCase.span(window) ?? .twoYears
        let asking = options.asking
        if asking.json {
            guard reader.reader == nil else { throw ValidationError("--json names nobody: leave --as out.") }
            return try await options.ask(.timeline, show: Self.tables)
        }
        let (id, knownAt) = (try QuestionOptions.contract(options.contract), try QuestionOptions.knownAt(asking.knownAt))
        let settings = try await reader.settings(of: asking.database)
        let named = try await settings.namedContract(id, knownAt: knownAt, reader: reader.reader)
        let (contract, names) = (named.contract, named.names)

        let labels = PictureLabels(in: language)
        let subject = PictureSubject(
            of: contract.known, present: contract.present, isPresent: knownAt == .now, names: { names[$0] }, in: language)
        let picture = TerminalPicture(
            PictureLayout(of: subject, on: day, span: span, labels: labels), labels: labels, columns: Terminal.columns,
            isColoured: Terminal.isColoured)
        let answer = contract.timeline
        print("As known at \(answer[member: "knownAt"].cell) (version \(answer[member: "version"].cell))\n")
        print(picture.text)
        if !picture.legend.isEmpty { print(picture.legend) }
        print(Self.tables(answer))
    }

    /// The tables of each person's cover and of the months' amounts.
    private static func tables(_ answer: JSON) -> String {
        let holder = answer[member: "holder"].elements.map {
            ["holder"] + $0.cells(["from", "through", "state", "basis", "option"])
        }
        let others = answer[member: "beneficiaries"].elements.flatMap { person in
            person[member: "periods"].elements.map { period in
                ["\(person[member: "relation"].cell) \(person[member: "beneficiary"].cell)"]
                    + period.cells(["from", "through", "state", "basis"]) + [""]
            }
        }
        let months = answer[member: "cotisation"].elements.map { run in
            [run[member: "from"].cell, run[member: "through"].cell]
                + ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { run[member: "due"][member: $0].euros }
        }
        return """
            \(Terminal.table(["person", "from", "through", "state", "basis", "option"], holder + others))

            \(Terminal.table(["from", "through", "employer → insurer", "agent → insurer", "employer → agent"], months))
            """
    }
}
