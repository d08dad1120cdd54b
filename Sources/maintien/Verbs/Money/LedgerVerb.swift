import ArgumentParser
import BillingService
import CivilTime

/// The verb `ledger`: the entries of the ledger.
struct LedgerVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "The entries of the ledger, in the form of a program that reads them.",
        discussion: """
            ndjson is a JSON document for each entry, csv a row for each posting, beancount what beancount reads. fec is what the French tax administration reads: one \
            year of one scheme, from the day of --from, with the balances before it.
            """)

    @ArgumentParser.Option(help: ArgumentHelp("The first day on which entries count.", valueName: "day")) var from: String?
    @ArgumentParser.Option(help: ArgumentHelp("The last day on which entries count.", valueName: "day")) var through: String?
    @ArgumentParser.Option(help: ArgumentHelp("Only the accounts of this scheme.", valueName: "scheme")) var of: String?
    @ArgumentParser.Option(help: ArgumentHelp("ndjson, csv, beancount or fec.", valueName: "format")) var format = "ndjson"
    @OptionGroup var options: MoneyOptions

    func run() async throws {
        guard let format = LedgerFormat(rawValue: format) else {
            throw ValidationError("--format takes one of \(LedgerFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let (from, through) = (try from.map { try QuestionOptions.day($0) }, try through.map { try QuestionOptions.day($0) })
        try await options.ask { questions, instant in
            let question = LedgerQuestion(scheme: of, from: from, through: through, knownAt: instant, format: format)
            try await Terminal.write(try await questions.ledger(question))
        }
    }
}
