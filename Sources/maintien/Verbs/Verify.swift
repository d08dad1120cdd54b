import Access
import ArgumentParser
import CivilTime
import EventLog
import FoundationEssentials
import Glibc
import JSON
import Portfolio
import Postgres
import Vault

/// The verb `verify`: proves the log, and the projections against it.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Prove the log, or with --projections that the projections say what the log does, or with --reference that a paper is genuine.",
        discussion: """
            The log is walked from end to end: positions, versions, bytes and hash chain; the first event that is wrong is named. So are the access log and the register of erasures. Keep the last
            hash outside the database: it shows a log rewritten from end to end.

            With --projections their rows are made again from the log, contract by contract, and compared byte for byte with those stored.

            With --reference the paper that carries the reference is made again from the log, as it was known then and as it is known now. Names are no part of \
            what is compared. That takes the vault's master key: the references of papers are made under a key that follows from it.

            Exit status 0 when all is whole, or the paper is genuine; 1 when it is not; 2 when it cannot be read.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Prove the projections against the log, instead of the log.")
    var projections = false

    @Option(help: ArgumentHelp("With --projections: look at about so many contracts, drawn at random, not at all.", valueName: "contracts"))
    var sample: Int?

    @Option(help: ArgumentHelp("Judge the paper that carries this reference, instead of the log.", valueName: "reference"))
    var reference: String?

    @Option(help: ArgumentHelp("With --reference: the file of the vault's master key (default: vault.key in --data).", valueName: "file"))
    var vaultKey: String?

    @Option(
        help: ArgumentHelp(
            "Write the result to this file too, for the textfile collector of Prometheus' node exporter (FILE.prom in its directory).",
            valueName: "file"))
    var metrics: String?

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func validate() throws {
        if reference != nil, metrics != nil { throw ValidationError("--reference and --metrics exclude one another.") }
        if reference != nil, projections { throw ValidationError("--reference and --projections exclude one another.") }
        if vaultKey != nil, reference == nil { throw ValidationError("--vault-key goes with --reference.") }
        if let sample, !projections || sample < 1 { throw ValidationError("--sample is a number from 1, and goes with --projections.") }
    }

    func run() async throws {
        if let reference { return try await PaperCheck(reference: reference, json: json).run(options.settings(["vault.key": vaultKey])) }
        try await VerifyMetrics(path: metrics, what: projections ? "projections" : "log").recording {
            projections ? try await proveProjections() : try await proveLog()
        }
    }

    private func proveProjections() async throws {
        let settings = try await options.settings()
        let rules = try SchemeFiles.rules(settings)
        let store = try await Store.forQuestions(settings)
        let finding = try await store.use(store.service.withoutLimits.readOnly, connections: 3) { database in
            let meter = Meter(isQuiet: json)
            defer { meter.end() }
            return try await ProjectionProof(database: database, rules: rules).run(sample: sample) { done, all in
                meter.show("ranges proved", done, of: all)
            }
        }
        let wrong = finding.differences
        if json {
            let differences = wrong.map { difference -> JSON in
                [
                    "contract": .string(difference.contract.text),
                    "tables": .array(difference.tables.map { .string($0) }),
                ]
            }
            print(
                JSON.text([
                    "whole": .bool(wrong.isEmpty), "position": JSON(Int(finding.position)), "contracts": JSON(finding.contracts),
                    "differences": .array(differences),
                ]))
        } else if wrong.isEmpty {
            print("The projections say what the log does. Contracts: \(finding.contracts). Position: \(finding.position)")
        } else {
            print("The projections of \(wrong.count) of \(finding.contracts) contracts are not what the log makes:")
            for difference in wrong.prefix(20) {
                print("  \(difference.contract.text)  \(difference.tables.joined(separator: ", "))")
            }
        }
        if !wrong.isEmpty { throw ExitCode(1) }
    }

    private func proveLog() async throws {
        let store = try await Store.forQuestions(options.settings())
        do {
            let (head, erasure, damage) = try await store.use(store.service.withoutLimits) { database in
                let head = try await verifiedHead(of: database)
                let erasure = try await database.withSession { try Vault.firstErasureDamage(in: $0) }
                let damage = try await Database.opened(store.people.withoutLimits) { people in
                    try await people.withSession { try AccessLog.firstDamage(in: $0) }
                }
                return (head, erasure, damage)
            }
            let hash = head.hash.hexadecimal
            if let erasure {
                print(
                    json
                        ? JSON.text(["whole": false, "erasurePosition": JSON(Int(erasure))])
                        : "The register of erasures is not whole: what the event \(erasure) says is not in it as it was written, or something is kept of the person. The log of events is whole."
                )
                throw ExitCode(1)
            }
            if let damage {
                print(
                    json
                        ? JSON.text(["whole": false, "accessLogPosition": JSON(Int(damage))])
                        : "The access log is not whole: its reading \(damage) is missing or not as it was written. The log of events is whole."
                )
                throw ExitCode(1)
            }
            print(
                json
                    ? JSON.text(["whole": true, "position": JSON(Int(head.position)), "hash": .string(hash)])
                    : "The log is whole. Events: \(head.position). Last hash: \(hash)")
        } catch let damage as LogDamage {
            print(
                json
                    ? JSON.text([
                        "whole": false, "position": JSON(Int(damage.position)), "contract": JSON(damage.contract?.text),
                        "version": JSON(damage.version), "damage": .string("\(damage.kind)"),
                    ]) : "\(damage)")
            throw ExitCode(1)
        }
    }

    /// Verifies the whole log, and returns its end.
    private func verifiedHead(of database: Database) async throws -> Head {
        let showsProgress = !json && isatty(STDERR_FILENO) == 1
        defer { if showsProgress { Terminal.endProgress() } }
        return try await EventLog.verify(database) { proven, end in
            if showsProgress { Terminal.progress("verified", proven.position, of: end.position) }
        }
    }
}

extension JSON {
    /// The JSON on one line.
    static func text(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }
}
