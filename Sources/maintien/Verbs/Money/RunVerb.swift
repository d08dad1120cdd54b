import Access
import ArgumentParser
import Billing
import BillingService
import CivilTime
import JSON
import Postgres

/// The verb `run`: calls a month, adjusts, shuts the books, or takes a run back.
struct RunVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Call a month, adjust what was called, shut the books, or take the latest run back.",
        discussion: """
            --kind is regular, opening (both with --month), catchUp, closing (with --through) or cancelling (with --cancels). --dry-run shows what it would come to, and \
            writes nothing.

            A run is recorded under the name of a supervisor: --as. It is made by this command, or by the service that runs beside it. Interrupted, it stays accepted, and \
            the next service makes it. The same --key again is the same run.
            """)

    @ArgumentParser.Option(help: ArgumentHelp("regular, opening, catchUp, closing or cancelling.", valueName: "kind")) var kind = "regular"
    @ArgumentParser.Option(help: ArgumentHelp("The month that is called.", valueName: "month")) var month: String?
    @ArgumentParser.Option(help: ArgumentHelp("Of a closing: the last month that is shut.", valueName: "month")) var through: String?
    @ArgumentParser.Option(help: ArgumentHelp("Of a cancelling run: the number of the run that is taken back.", valueName: "run"))
    var cancels: String?
    @ArgumentParser.Option(help: ArgumentHelp("The scheme (default: the only one that can be run).", valueName: "scheme")) var of: String?
    @ArgumentParser.Option(
        name: .customLong("as"), help: ArgumentHelp("The supervisor who asks, as the register names them.", valueName: "caller"))
    var supervisor: String?
    @ArgumentParser.Option(help: ArgumentHelp("A key of the caller's: the same run under it is accepted once.", valueName: "key"))
    var key: String?
    @Flag(help: "Show what it would come to, and write nothing.") var dryRun = false
    @Flag(help: "The answer as the HTTP interface gives it.") var json = false
    @ArgumentParser.Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file")) var vaultKey: String?
    @OptionGroup var database: DatabaseOptions

    func validate() throws {
        _ = try request
        if dryRun == (supervisor != nil) { throw ValidationError("--as names the supervisor who asks; with --dry-run nobody is named.") }
        if dryRun, key != nil { throw ValidationError("--key is for a run that is recorded.") }
    }

    func run() async throws {
        let request = try request
        let settings = try await database.settings(["vault.key": vaultKey])
        let answer = try await MoneyDesk.use(settings) { desk in
            let order = RunOrder(scheme: try scheme(among: desk.schemes), request)
            if dryRun {
                return try await desk.working {
                    let (run, outcome) = try await desk.runs.preview(order)
                    return JSON.preview(run, outcome)
                }
            }
            let caller = try await desk.supervisor(supervisor ?? "")
            return try await desk.working {
                let recorded = try await desk.runs.submit(order, by: caller.id, key: key, patience: .seconds(86_400))
                return desk.runs.json(of: recorded)
            }
        }
        print(json ? JSON.text(answer) : RunWords.text(of: answer))
    }

    private func scheme(among schemes: [String]) throws -> String {
        if let of { return of }
        guard schemes.count == 1, let only = schemes.first else {
            throw VerbTrouble(
                schemes.isEmpty
                    ? "No scheme has parameters of money: name a scheme's file with --scheme."
                    : "Several schemes can be run, \(schemes.joined(separator: ", ")): name one with --of.")
        }
        return only
    }

    private var request: RunRequest {
        get throws {
            let names = RunKind.allCases.map(\.rawValue).joined(separator: ", ")
            guard let kind = RunKind(rawValue: kind) else { throw ValidationError("--kind takes one of \(names).") }
            let given = [("--month", month), ("--through", through), ("--cancels", cancels)].filter { $0.1 != nil }.map(\.0)
            let needed: [String] =
                switch kind {
                case .opening, .regular: ["--month"]
                case .catchUp: []
                case .closing: ["--through"]
                case .cancelling: ["--cancels"]
                }
            guard given == needed else {
                throw ValidationError(
                    "A run of the kind \(kind.rawValue) takes \(needed.first ?? "no month") and none of the others of --month, --through, --cancels."
                )
            }
            switch kind {
            case .opening: return .opening(try QuestionOptions.month(month))
            case .regular: return .regular(try QuestionOptions.month(month))
            case .catchUp: return .catchUp
            case .closing: return .closing(through: try QuestionOptions.month(through))
            case .cancelling: return .cancelling(try MoneyOptions.run(cancels ?? ""))
            }
        }
    }
}
