import ArgumentParser
import CivilTime
import FoundationEssentials
import JSON
import Portfolio
import Postgres

/// The verb `verify`: proves the log, and the projections against it.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Prove the log, or with --projections or --money that what follows from it says what the log does, or with --reference that a paper is genuine.",
        discussion: """
            The log is walked from end to end: positions, versions, bytes and hash chain; the first event that is wrong is named. So are the idempotency keys, the \
            access log and the register of erasures. With the vault's master key every record of people is opened.

            With --seals all that is held against the seals of a directory, made by `maintien seal` and kept elsewhere: they show a log that was rewritten or \
            cut off from end to end, and copies. --seal-keys names the file of the public keys of sealers and witnesses.

            With --projections their rows are made again from the log, contract by contract, and compared byte for byte with those stored.

            With --money the rows of runs, of the ledger and of what the bank said are held against their events: lines, direct debits, entries, postings, returns. If \
            they are what the events say, each run is made again from the facts as known at it, and each entry. What only the vault knew, whether a name and an account \
            were there and which account was new, is taken from the rows. The events themselves are proved by `maintien verify`.

            With --reference the paper that carries the reference is made again from the log, as it was known then and as it is known now. Names are no part of \
            what is compared. That takes the vault's master key: the references of papers are made under a key that follows from it.

            Exit status 0 when all is whole, or the paper is genuine; 1 when it is not; 2 when it cannot be read.
            """)

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Prove the projections against the log, instead of the log.")
    var projections = false

    @Flag(help: "Prove runs, the ledger and what the bank said against the log, instead of the log.")
    var money = false

    @Option(help: ArgumentHelp("With --projections: look at about so many contracts, drawn at random, not at all.", valueName: "contracts"))
    var sample: Int?

    @Option(help: ArgumentHelp("Judge the paper that carries this reference, instead of the log.", valueName: "reference"))
    var reference: String?

    @Option(help: ArgumentHelp("The file of the vault's master key (default: vault.key in --data).", valueName: "file"))
    var vaultKey: String?

    @Option(help: ArgumentHelp("A directory of seals, to hold the log against.", valueName: "dir"))
    var seals: String?

    @Option(help: ArgumentHelp("With --seals: the file of the public keys of sealers and witnesses, one a line.", valueName: "file"))
    var sealKeys: String?

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
        if money, projections || reference != nil || vaultKey != nil || seals != nil {
            throw ValidationError("--money goes with neither --projections, --reference, --vault-key nor --seals.")
        }
        if vaultKey != nil, projections { throw ValidationError("--vault-key and --projections exclude one another.") }
        if seals != nil, reference != nil || projections {
            throw ValidationError("--seals goes with neither --reference nor --projections.")
        }
        if (seals == nil) != (sealKeys == nil) { throw ValidationError("--seals and --seal-keys go together.") }
        if let sample, !projections || sample < 1 { throw ValidationError("--sample is a number from 1, and goes with --projections.") }
    }

    func run() async throws {
        if let reference { return try await PaperCheck(reference: reference, json: json).run(options.settings(["vault.key": vaultKey])) }
        try await VerifyMetrics(path: metrics, what: money ? "money" : projections ? "projections" : "log").recording {
            if money { return try await MoneyCheck(json: json).run(options.settings()) }
            if projections { return try await proveProjections() }
            try await LogProof(seals: seals, sealKeys: sealKeys, json: json).run(options.settings(["vault.key": vaultKey]))
        }
    }

    private func proveProjections() async throws {
        let settings = try await options.settings()
        let rules = try SchemeFiles.rules(settings)
        let store = try await Store.forQuestions(settings)
        let finding = try await store.use(store.service.withoutLimits.readOnly, connections: 2) { database in
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
}

extension JSON {
    /// The JSON on one line.
    static func text(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }
}
