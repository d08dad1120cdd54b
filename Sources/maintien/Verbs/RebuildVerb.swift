import ArgumentParser
import DatabaseSchema
import FoundationEssentials
import JSON
import Portfolio
import Postgres

/// The verb `rebuild`: rebuilds the projections.
struct RebuildVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make the projections anew from the log, prove them against those in use, and take their place.",
        discussion: """
            The next version is made beside the one in use, while the service goes on. Both are compared at one position of the log, contract by
            contract; only if they say the same is the new one taken into use, in one transaction. The former is kept for --rollback.

            Interrupted or killed, a rebuild leaves what is in use as it was; run it again.

            Programs with other rules or parameters may serve one database side by side: each answers from the version that its rules made. So a new \
            program, or a new scheme file, makes its version by --force while the old program serves; the old one goes on answering from the former \
            version until --end-former drops that.

            With --anew all versions are dropped first, and the schemas of the projections are made from nothing, by the owner of the database: after a dump \
            without them, or when a worker of a Citus cluster is lost for good. Until it is done, questions about all contracts are answered 503.

            Exit status 0 when the new version is in use (or, with --compare-only, says the same), 1 when the two differ, 2 when there was trouble.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Compare, change nothing.") var compareOnly = false
    @Flag(help: "Take the new version into use even if it differs: a rule or a parameter was changed on purpose.") var force = false
    @Flag(help: "Go back to the version that was in use before.") var rollback = false
    @Flag(help: "Drop the former version: programs whose rules made it answer no question about all contracts any more.")
    var endFormer = false
    @Flag(help: "As the owner: drop all versions first, and make the schemas of the projections from nothing.") var anew = false
    @Flag(help: "One JSON object instead of words.") var json = false

    func validate() throws {
        guard [compareOnly, force, rollback, endFormer, anew].filter(\.self).count < 2 else {
            throw ValidationError("Only one of --compare-only, --force, --rollback, --end-former and --anew can be asked for.")
        }
    }

    func run() async throws {
        let settings = try await options.settings()
        let rules = try SchemeFiles.rules(settings)
        let store = anew ? try await Store.forOwner(settings) : try await Store.forQuestions(settings)
        var patient = store.service.withoutLimits.changingProjections
        // A crash can lose only a version that nobody reads yet. The final switch does wait for the disk.
        patient.settings["synchronous_commit"] = "off"
        let status = try await store.use(patient, connections: Rebuild.connections) { database in
            if anew { try await makeSchemas(as: store.owner) }
            let meter = Meter(isQuiet: json)
            defer { meter.end() }
            return try await Interruption.cancels(Task { try await work(Rebuild(database: database, rules: rules), meter) })
        }
        if status != .success { throw status }
    }

    /// Drops all versions, and makes the schemas of the projections.
    private func makeSchemas(as owner: PostgresConfiguration) async throws {
        do {
            try await Database.opened(owner) { owner in try await owner.withSession { try ProjectionSchema.makeAnew(in: $0) } }
        } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
            throw VerbTrouble("This login may not make the schemas of the projections: rebuild --anew as the owner of the database.")
        }
    }

    private func work(_ rebuild: Rebuild, _ meter: Meter) async throws -> ExitCode {
        if rollback {
            let (version, former) = try await rebuild.rollBack()
            print(
                json
                    ? JSON.text(["version": JSON(version), "former": JSON(former), "inUse": true])
                    : "Version \(version) of the projections is in use again, in place of version \(former).")
            return .success
        }
        if endFormer {
            let version = try await rebuild.endFormer()
            print(json ? JSON.text(["ended": JSON(version)]) : "Version \(version) of the projections is dropped.")
            return .success
        }
        let report = try await rebuild.run(force ? .force : compareOnly ? .compare : .replace) { progress in
            meter.show(progress)
        }
        meter.end()
        print(json ? JSON.text(report.json) : report.words(isComparison: compareOnly))
        return report.isInUse || compareOnly && report.differences.isEmpty ? .success : .failure
    }
}

extension Meter {
    /// Shows the current step of a rebuild.
    func show(_ progress: Rebuild.Progress) {
        switch progress {
        case .reading(let events, let all): show("events read", events, of: all)
        case .building(let events, let all): show("events projected", events, of: all)
        case .indexing: show("indexes made", 0, of: 1)
        case .followingLog: break
        case .comparing(let ranges, let all): show("ranges compared", ranges, of: all)
        }
    }
}

extension Rebuild.Report {
    fileprivate var json: JSON {
        [
            "version": JSON(version), "former": JSON(former), "position": JSON(Int(position)), "events": JSON(events),
            "inUse": .bool(isInUse),
            "differences": .array(
                differences.map { difference in
                    [
                        "contract": .string(difference.contract.text),
                        "tables": .array(difference.tables.map { .string($0) }),
                    ]
                }),
            "milliseconds": [
                "building": JSON(timings.building.milliseconds), "indexing": JSON(timings.indexing.milliseconds),
                "comparing": JSON(timings.comparing.milliseconds),
            ],
        ]
    }

    fileprivate func words(isComparison: Bool) -> String {
        var lines = [
            "Version \(version) was made from \(events) events in \(timings.building.milliseconds + timings.indexing.milliseconds) ms and compared "
                + "with version \(former) at position \(position) in \(timings.comparing.milliseconds) ms."
        ]
        if differences.isEmpty {
            lines.append("They say the same of every contract.")
        } else {
            lines.append("They differ in \(differences.count) contract\(differences.count == 1 ? "" : "s"):")
            lines += differences.prefix(20).map { "  \($0.contract.text)  \($0.tables.joined(separator: ", "))" }
            if differences.count > 20 { lines.append("  … (--json lists them all)") }
        }
        lines.append(
            isInUse
                ? isFormerOfOtherRules
                    ? "Version \(version) is in use now. Programs with the rules before go on answering from version \(former), until --end-former."
                    : "Version \(version) is in use now; version \(former) is kept for --rollback."
                : isComparison
                    ? "Version \(former) stays in use."
                    : "Version \(former) stays in use. If a rule was changed on purpose, --force takes the new one.")
        return lines.joined(separator: "\n")
    }
}

extension Duration {
    /// The duration in whole milliseconds.
    var milliseconds: Int { Int(self / .milliseconds(1)) }
}
