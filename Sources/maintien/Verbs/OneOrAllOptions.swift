import ArgumentParser
import BillingService
import CivilTime
import ContractService
import Portfolio
import Postgres

/// The options of a question about one contract or about all.
struct OneOrAllOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The contract; all of them when it is left out.", valueName: "contract"))
    var contract: String?

    @Option(help: ArgumentHelp("Of all contracts, those of this employer then.", valueName: "code"))
    var employer: String?

    @Flag(help: "The answer about all contracts as comma-separated values.")
    var csv = false

    @OptionGroup var asking: AskingOptions

    /// The contract asked about; nil for all contracts.
    ///
    /// - Parameter others: further options for all contracts only, and whether they were given.
    func oneContract(orElse others: [String: Bool]) throws -> String? {
        guard let contract else { return nil }
        let given = others.merging(["--employer": employer != nil, "--csv": csv]) { $1 }.filter(\.value).keys.sorted()
        if let first = given.first { throw ValidationError("\(first) is for all contracts: leave the contract out.") }
        return contract
    }

    /// Asks about all contracts, and prints the answer.
    func askAll(_ question: PortfolioQuestion, in table: PortfolioTable) async throws {
        try await asking.askAll(question, in: table, csv: csv)
    }
}

extension AskingOptions {
    /// Asks about all contracts, and prints the answer: a table of the first lines, or all lines.
    ///
    /// - Parameter money: the work about money that follows; nil when none does.
    func askAll(_ question: PortfolioQuestion, then money: MoneyWorkFilter? = nil, in table: PortfolioTable, csv: Bool) async throws {
        if csv, json { throw ValidationError("--csv and --json are two forms: take one.") }
        var inquiry = Inquiry(question, knownAt: try instant, format: csv ? .csv : .ndjson)
        if !csv, !json, table.hasPages { inquiry.page = Inquiry.Page(limit: Inquiry.Page.limit) }
        let settings = try await database.settings()
        let (rules, parameters) = try SchemeFiles.rulesAndMoney(settings)
        let store = try await Store.forQuestions(settings)
        do {
            try await store.use(store.service.withoutLimits.readOnly) { [inquiry] pool in
                let portfolio = Portfolio(streams: pool, pages: pool, rules: rules, clock: SystemClock())
                let (status, head) = try await portfolio.status()
                if status.position < head {
                    Terminal.note(
                        "The projections are at position \(status.position) of \(head): a service brings them up, or maintien rebuild.")
                }
                let answer = try await portfolio.answer(inquiry)
                var work: MoneyWorkText?
                if let money, answer.next == nil {
                    let questions = RunQuestions(
                        reads: pool, streams: pool, schemes: rules.schemes, money: parameters.parameters, clock: SystemClock())
                    work = MoneyWorkText(questions: questions, filter: money, knownAt: answer.knownAt, format: inquiry.format)
                }
                if csv || json {
                    try await Terminal.write(answer.chunks)
                    if let work { try await Terminal.write(StreamedText { try await work.write($0) }) }
                } else {
                    try await table.show(answer, then: work?.page(atMost: Inquiry.Page.limit))
                }
            }
        } catch let error as PortfolioError {
            throw VerbTrouble(error.words)
        } catch let error as ServiceError {
            // Of the work about money.
            throw VerbTrouble(error.words)
        }
    }

    private var instant: Instant? {
        get throws {
            guard let knownAt else { return nil }
            guard let instant = Instant(knownAt) else {
                throw ValidationError("--known-at takes an instant for all contracts, such as 2026-09-10T09:00:00Z.")
            }
            return instant
        }
    }
}

extension PortfolioError {
    /// The error as a text for the terminal.
    fileprivate var words: String {
        switch self {
        case .outdated: "The projections were made by other rules or schemes: run maintien rebuild."
        case .unavailable: "The database does not answer."
        case .overloaded: "The database has too much to do."
        case .behind, .ahead, .badCursor: "\(self)"
        }
    }
}
