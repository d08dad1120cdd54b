import ArgumentParser
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import Portfolio
import Postgres

/// The options of every question about money.
struct MoneyOptions: ParsableArguments {
    @ArgumentParser.Option(help: ArgumentHelp("As known at an instant (2026-09-10T09:00:00Z). Default: now.", valueName: "instant"))
    var knownAt: String?

    @OptionGroup var database: DatabaseOptions

    /// Runs `body` with the questions and the instant of knowledge. Turns refusals into texts for the terminal.
    func ask<Value: Sendable>(_ body: (RunQuestions, Instant?) async throws -> Value) async throws -> Value {
        let instant = try instant
        let settings = try await database.settings()
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let store = try await Store.forQuestions(settings)
        do {
            return try await ending(with: store.close) {
                try await Database.opened(store.reader()) { pool in
                    let questions = RunQuestions(
                        reads: pool, streams: pool, schemes: rules.schemes, money: money.parameters, clock: SystemClock())
                    return try await body(questions, instant)
                }
            }
        } catch { throw VerbTrouble(ofMoney: error) ?? error }
    }

    private var instant: Instant? {
        get throws {
            guard let knownAt else { return nil }
            guard let instant = Instant(knownAt) else {
                throw ValidationError("--known-at takes an instant, such as 2026-09-10T09:00:00Z.")
            }
            return instant
        }
    }

    /// Reads the number of a run given on the command line.
    static func run(_ text: String) throws -> Int {
        guard let number = Int(text), (1...Int(Int32.max)).contains(number) else {
            throw ValidationError("\(text) is no run: its number is expected, such as 4.")
        }
        return number
    }
}
