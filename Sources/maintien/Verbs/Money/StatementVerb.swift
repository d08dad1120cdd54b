import ArgumentParser
import BillingService
import JSON

/// The verb `statement`: what a run asks of an employer.
struct StatementVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement", abstract: "What a run asks of an employer: its months, its account, what it pays and by when.")

    @Argument(help: ArgumentHelp("The number of the run.", valueName: "run")) var run: String
    @Argument(help: ArgumentHelp("The employer's code.", valueName: "employer")) var employer: String
    @Flag(help: "The answer as the HTTP interface gives it, with its lines.") var json = false
    @OptionGroup var options: MoneyOptions

    func run() async throws {
        let number = try MoneyOptions.run(run)
        let answer = try await options.ask { try await $0.statement(of: number, for: employer, knownAt: $1) }
        if json { return print(JSON.text(answer)) }
        let months = answer[member: "months"].elements.map { [$0[member: "month"].cell] + RunWords.flows($0) }
        print(
            """
            Run \(number), employer \(answer[member: "employer"].cell). Lines: \(answer[member: "lines"].elements.count)

            \(Terminal.table(["month"] + RunWords.flowHeadings, months + [["all"] + RunWords.flows(answer[member: "totals"])]))

            called   \(answer[member: "calledCents"].euros)
            account  \(answer[member: "balanceBeforeCents"].euros) before, \(answer[member: "balanceAfterCents"].euros) after
            payable  \(answer[member: "payableCents"].euros) on \(answer[member: "payableOn"].cell)
            """)
    }
}
