import ArgumentParser
import BillingService
import ContractService
import JSON

/// The verb `account`: what an employer or an agent owes, and why.
struct AccountVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "The account of an employer, or of a contract's agent: what is owed, and each movement.")

    @Argument(help: ArgumentHelp("A contract, or an employer's code.", valueName: "holder")) var holder: String
    @Flag(help: "The answer as the HTTP interface gives it.") var json = false
    @OptionGroup var options: MoneyOptions

    func run() async throws {
        let answer = try await options.ask { questions, instant in
            if let contract = ContractID(holder) { return try await questions.account(of: contract, knownAt: instant) }
            return try await questions.account(ofEmployer: holder, knownAt: instant)
        }
        if json { return print(JSON.text(answer)) }
        let rows = answer[member: "entries"].elements.map { $0.cells(["on", "kind"]) + [$0[member: "amountCents"].euros] }
        print("Owed: \(answer[member: "balanceCents"].euros)\n")
        print(Terminal.table(["on", "what", "amount"], rows))
    }
}
