import ArgumentParser
import CivilTime
import ContractService
import JSON

/// The options of a question about one contract.
struct QuestionOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The contract.", valueName: "contract"))
    var contract: String

    @OptionGroup var asking: AskingOptions

    /// Asks, and prints the answer.
    func ask(_ question: Question, show: (JSON) -> String) async throws {
        try await asking.ask(question, of: contract, show: show)
    }

    /// Reads a contract's identifier given on the command line.
    static func contract(_ text: String) throws -> ContractID {
        guard let id = ContractID(text) else { throw ValidationError("\(text) is no contract: a UUID is expected.") }
        return id
    }

    /// Reads an instant of knowledge given on the command line; the present by default.
    static func knownAt(_ text: String?) throws -> KnownAt {
        guard let text else { return .now }
        guard let knownAt = KnownAt(text) else {
            throw ValidationError("--known-at takes an instant, such as 2026-09-10T09:00:00Z, or version:7.")
        }
        return knownAt
    }

    /// Reads a day given on the command line; today by default.
    static func day(_ text: String?) throws -> Day {
        guard let text else { return SystemClock().now().parisDay }
        guard let day = Day(text) else { throw ValidationError("\(text) is no day: YYYY-MM-DD is expected.") }
        return day
    }

    /// Reads a month given on the command line; the present one by default.
    static func month(_ text: String?) throws -> Month {
        guard let text else { return Month(of: SystemClock().now().parisDay) }
        guard let month = Month(text) else { throw ValidationError("\(text) is no month: YYYY-MM is expected.") }
        return month
    }
}
