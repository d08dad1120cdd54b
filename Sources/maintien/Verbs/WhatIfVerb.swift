import ArgumentParser
import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import JSON
import Portfolio
import Postgres

/// The verb `what-if`: a month of all contracts under another scheme file.
struct WhatIfVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "What a month would come to under another scheme file, beside the scheme in force: who pays more, by how much.",
        discussion: """
            FILE is a scheme file with the name of a scheme in force. Both sides are reckoned by the same rules, from one reading of the log up to where it ends at the \
            start. Nothing is written.

            The agent pays what goes to the insurer, without what the employer refunds. A row of the file with a knownFrom that lies ahead does not count yet: \
            --known-at asks as of then.

            The login reads only: a member of maintien_auditor or maintien_questions will do.
            """)

    @ArgumentParser.Option(help: ArgumentHelp("The scheme file that is thought of.", valueName: "file")) var scheme: String
    @ArgumentParser.Option(help: ArgumentHelp("The month (default: the present one).", valueName: "month")) var month: String?
    @ArgumentParser.Option(help: ArgumentHelp("As known at an instant (2026-09-10T09:00:00Z). Default: now.", valueName: "instant"))
    var knownAt: String?
    @Flag(help: "The answer as the HTTP interface gives it.") var json = false

    @ArgumentParser.Option(
        help: ArgumentHelp("A file of the schemes in force; again for each (default: those of the settings).", valueName: "file"))
    var inForce: [String] = []
    @ArgumentParser.Option(help: ArgumentHelp("The PostgreSQL that holds the log. Without it, a private one in --data.", valueName: "url"))
    var database: String?
    @ArgumentParser.Option(help: ArgumentHelp("The directory of the private PostgreSQL.", valueName: "dir")) var data: String?
    @ArgumentParser.Option(help: ArgumentHelp("A JSON file of settings.", valueName: "file")) var config: String?

    func run() async throws {
        let month = try QuestionOptions.month(month)
        let question = WhatIfQuestion(try thoughtOf(), month: month, knownAt: try instant)
        // `--scheme` is the file that is thought of, here alone: so the options of other verbs do not fit.
        let flags = ["database": database, "data": data, "scheme": inForce.isEmpty ? nil : inForce.joined(separator: ",")]
        let settings = try await Settings(flags: flags, file: config)
        for warning in settings.warnings { Terminal.note("Warning: \(warning)") }
        let rules = try SchemeFiles.rules(settings)
        let store = try await Store.forQuestions(settings)
        try await ending(with: store.close) {
            try await Database.opened(store.reader()) { pool in
                let portfolio = Portfolio(streams: pool, pages: pool, rules: rules, clock: SystemClock())
                do { show(try await portfolio.whatIf(question)) } catch { throw trouble(error) ?? error }
            }
        }
    }

    private func thoughtOf() throws -> Scheme {
        guard let bytes = FileManager.default.contents(atPath: scheme) else {
            throw VerbTrouble("The scheme file \(scheme) cannot be read.")
        }
        do { return try WhatIfScheme.read(Array(bytes)) } catch {
            throw VerbTrouble("The scheme file \(scheme) is not accepted: \(error)")
        }
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

    private func trouble(_ error: any Error) -> VerbTrouble? {
        switch error {
        case PortfolioError.outdated:
            VerbTrouble(
                "The projections were made by other schemes than these: name those in force with --in-force, or run maintien rebuild.")
        case PortfolioError.behind: VerbTrouble("The database holds less of the log than at the start: a standby took over. Ask again.")
        case is PortfolioError: VerbTrouble("The database does not answer.")
        case let refusal as Refusal where refusal.rule == .schemeUnknown:
            VerbTrouble("The scheme file \(scheme) is not accepted: /scheme names no scheme in force.")
        default: nil
        }
    }

    private func show(_ answer: WhatIf) {
        if json { return print(JSON.text(answer.json)) }
        let total = answer.total
        print("\(answer.scheme), \(answer.month), as known at \(answer.knownAt), at position \(answer.position)\n")
        let groups = answer.groups.map { group in
            let ground = group.key.basis == .continuation ? ", continued" : ""
            return row([group.key.employer ?? "–", group.key.standing.rawValue + ground], group.sums)
        }
        let heading =
            ["employer", "standing", "contracts", "agents: more", "less", "same"]
            + ["employer → insurer", "agent → insurer", "employer → agent"].flatMap { [$0, "what if", "difference"] }
        print(Terminal.table(heading, groups + [row(["all", ""], total)]))
        print("\nBy how much more or less an agent, or an employer for a contract, would pay:\n")
        print(Terminal.table(["difference a month", "agents", "employers"], spread(answer)))
    }

    private func row(_ names: [String], _ sums: WhatIfSums) -> [String] {
        let counts = [sums.contracts, sums.agents.more, sums.agents.less, sums.agents.same].map(String.init)
        let flows = [\Flows.employerToInsurer, \.agentToInsurer, \.employerToAgent].flatMap { flow in
            [sums.inForce, sums.whatIf, sums.difference].map { Terminal.euros($0[keyPath: flow].cents) }
        }
        return names + counts + flows
    }

    private func spread(_ answer: WhatIf) -> [[String]] {
        let counts = zip(answer.agents.counts, answer.employers.counts)
        return zip(DifferenceSpread.classes, counts).filter { $1.0 + $1.1 > 0 || $0.from == .zero }.map { part, counts in
            let bounds = [part.from, part.through].map { $0.map { Terminal.euros($0.cents) } }
            let words =
                switch (bounds[0], bounds[1]) {
                case (let from?, let through?): from == through ? "none" : "\(from) to \(through)"
                case (let from?, nil): "\(from) or more"
                case (nil, let through?): "\(through) or less"
                case (nil, nil): "any"
                }
            return [words, String(counts.0), String(counts.1)]
        }
    }
}
