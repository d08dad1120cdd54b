import ArgumentParser
import CivilTime
import ContractService
import JSON
import MadeUp
import Postgres
import PrivatePostgres

/// Fills an empty log with a made-up portfolio.
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fill an empty log with a made-up portfolio of any size.",
        discussion: """
            Lives under the first scheme, each fact put before the rules and recorded as an office would have: some twenty events a contract \
            by the default last day. The same seed makes the same portfolio, and contract number n the same life whatever the number of others.

            Only an empty log is filled; nothing is recorded before all lives are made, in a file without a name in TMPDIR (/var/tmp), \
            some 3 GB for a million contracts.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: "How many contracts.")
    var contracts: Int = 1000

    @Option(help: "What everything is drawn from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The last day on which anything is recorded.", valueName: "day"))
    var until: String = "2026-11-20"

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func validate() throws {
        guard contracts > 0 else { throw ValidationError("--contracts is a number from 1.") }
        guard let until = Day(until) else { throw ValidationError("--until is a day, such as 2026-11-20.") }
        guard until <= SystemClock().now().parisDay else {
            throw ValidationError("--until is today at the latest: a log that ends in the future takes no commands.")
        }
    }

    func run() async throws {
        let settings = try await options.settings()
        let world = try world(settings)
        let started = ContinuousClock.now
        let writing = Task { try await fill(Demo.open(settings), with: world) }
        let summary = try await Interruption.cancels(writing)
        tell(summary, took: ContinuousClock.now - started)
    }

    /// Opens an existing database or the private one. Joins the private one if a service already runs it, and starts it otherwise.
    private static func open(_ settings: Settings) async throws -> Store {
        if try settings.secret("database") == nil, let address = PrivatePostgres.running(in: Store.dataDirectory(settings)) {
            return try Store(joining: address)
        }
        return try await Store.open(settings)
    }

    private func fill(_ store: Store, with world: World) async throws -> MadeUpPortfolio.Summary {
        let meter = Meter(isQuiet: json)
        defer { meter.end() }
        do {
            return try await store.use(store.service) { database in
                try await database.requireMigrated()
                return try await MadeUpPortfolio.write(contracts, of: world, to: database) { progress in
                    switch progress {
                    case .made(let done, let all): meter.show("lives made up", done, of: all)
                    case .recorded(let done, let all): meter.show("events recorded", done, of: all)
                    }
                }
            }
        } catch is CancellationError {
            throw VerbTrouble("Interrupted before anything was recorded.")
        } catch MadeUpPortfolio.Failure.interrupted(let events) {
            throw VerbTrouble("Interrupted after some \(events) events, which stay: begin again with an empty log.")
        } catch MadeUpPortfolio.Failure.logNotEmpty(let events) {
            throw ValidationError("The log holds \(events) events already: a made-up portfolio goes into an empty one only.")
        } catch MadeUpPortfolio.Failure.notAlone {
            throw VerbTrouble("Somebody else wrote to the log meanwhile: the portfolio is not complete.")
        } catch let failure as ScratchFile.Failure {
            throw VerbTrouble("What is made up cannot be put down before it is recorded, in \(failure).")
        }
    }

    private func tell(_ summary: MadeUpPortfolio.Summary, took: Duration) {
        let seconds = took / .seconds(1)
        let (from, through) = (summary.recorded.lowerBound, summary.recorded.upperBound)
        guard json else {
            print("\(summary.contracts) contracts, \(summary.events) events, in \(Int(seconds.rounded())) s.")
            print("Recorded from \(from) to \(through). Facts refused on the way: \(summary.dropped).\n")
            let kinds = summary.eventsByType.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return print(Terminal.table(["Event", "Number"], kinds.map { [$0.key, String($0.value)] }))
        }
        var kinds = JSON.Object()
        for (type, count) in summary.eventsByType.sorted(by: { $0.key < $1.key }) { kinds.append(type, JSON(count)) }
        print(
            JSON.text([
                "contracts": JSON(summary.contracts), "events": JSON(summary.events), "eventsByType": .object(kinds),
                "dropped": JSON(summary.dropped), "seed": .string("\(seed)"), "until": .string(until),
                "recordedFrom": .string("\(from)"), "recordedThrough": .string("\(through)"),
                "seconds": .number("\((seconds * 1000).rounded() / 1000)"),
            ]))
    }
}
