import ArgumentParser
import BillingService
import CivilTime
import Portfolio

/// The verb `actuary`: figures for the actuary.
struct ActuaryVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actuary", abstract: "Figures for the actuary: the run-off of calls, arrears by age, delays of facts.",
        discussion: """
            run-off is what complete runs called, by month of origin and month of call; openings are not there. arrears is what is owed on accounts, by the months since it was called: payments \
            settle what was called first. fact-delays is how many days lie between the effective day of facts and their recording, in classes, by type of event.

            ndjson is a JSON document for each row, csv a table, excel-fr a table for a French spreadsheet.
            """)

    @Argument(help: ArgumentHelp("run-off, arrears or fact-delays.", valueName: "figures")) var figures: String
    @ArgumentParser.Option(help: ArgumentHelp("Only what is of this scheme.", valueName: "scheme")) var of: String?
    @ArgumentParser.Option(help: ArgumentHelp("ndjson, csv or excel-fr.", valueName: "format")) var format = "csv"
    @OptionGroup var options: MoneyOptions

    func run() async throws {
        guard let figures = ActuaryQuestion.Figures(rawValue: figures) else {
            throw ValidationError("The figures are one of \(ActuaryQuestion.Figures.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        if figures == .factDelays, of != nil { throw ValidationError("--of is for money: the delays of facts are of all schemes.") }
        let formats: [String: PortfolioFormat] = ["ndjson": .ndjson, "csv": .csv, "excel-fr": .excelFrench]
        guard let format = formats[format] else { throw ValidationError("--format takes one of ndjson, csv, excel-fr.") }
        try await options.ask { questions, instant in
            let table = try await questions.table(ActuaryQuestion(figures, scheme: of, knownAt: instant)).table
            try await Terminal.write(StreamedText { try await $0(table.text(format)) })
        }
    }
}
