import ArgumentParser
import ContractService
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import PrivatePostgres
import Vault

/// The verb `import`: runs commands in bulk from a file.
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give commands in bulk, one a line, and go on where an earlier run stopped.",
        discussion: """
            Each line is {"key"?, "contract", "command", …} with the fields of the command's body, as POST /v1/commands takes them. Commands \
            are decided in the order of the file, those of one contract each on what the ones before it made of it.

            A line is known by its key, as by an Idempotency-Key of --caller; one without a key by its contract, command and body, in whichever \
            file, and by how often the same came before in this one. So the same file again records nothing twice: what an interrupted run has \
            done is passed over, and refused lines can be mended where they stand and the whole file given again. Both are known for as long as \
            the service keeps keys, 13 months unless idempotency.months says otherwise: a file that is older is decided anew, line by line.

            Content does not outlive a rescission: once all that was recorded of a line without a key has been rescinded, the same line states \
            it again, and is recorded again. As long as a part of it holds, it counts as recorded. What the file itself rescinds further down \
            does not count: the same file again still records nothing twice. Standard input is therefore read to its end before the first \
            line is decided, into a file without a name in TMPDIR (/var/tmp).

            Interrupted (SIGINT, SIGTERM), it reads no further, and ends when all that it has begun is decided, counted and, where refused, \
            written down.

            Refused lines go to FILE.refused.ndjson, each with its number, the rule that refuses it and the words of that rule.

            Exit status 0 when every line was accepted, 1 when some were refused, 2 when something kept it from coming to its end.
            """)

    @Argument(help: ArgumentHelp("The file of commands; - for standard input.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("Where refused lines go (default: FILE.refused.ndjson).", valueName: "file"))
    var refused: String?

    @Option(help: ArgumentHelp("Who gives the commands: named in every event.", valueName: "name"))
    var caller: String = "import"

    @Flag(help: "One JSON object instead of words.")
    var json = false

    @Flag(help: "Show no progress.")
    var quiet = false

    @OptionGroup var options: DatabaseOptions
    @OptionGroup var limits: LimitOptions

    @Option(help: ArgumentHelp("The file of the vault's master key, 32 bytes.", valueName: "file"))
    var vaultKey: String?

    func validate() throws {
        guard !caller.isEmpty, caller.utf8.count <= 255 else { throw ValidationError("--caller is a name of 1 to 255 bytes.") }
    }

    func run() async throws {
        let lines = try LineSource(file)
        let signals = Interruption.Signals {
            lines.giveUp()
            Terminal.note("Stopping: what is begun is still decided.")
        }
        defer { signals.end() }
        let settings = try await options.settings(limits.flags.merging(["vault.key": vaultKey]) { $1 })
        let began = ContinuousClock.now
        let tally = try await giving(lines, to: settings)
        print(json ? JSON.text(tally.json(took: .now - began)) : tally.words(took: .now - began))
        if let trouble = tally.trouble { throw VerbTrouble(trouble) }
        if tally.refused > 0 { throw ExitCode(1) }
    }

    private func giving(_ lines: LineSource, to settings: Settings) async throws -> ImportTally {
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let limits = try settings.contractLimits()
        let store = try await Import.store(settings)
        // Nobody waits for an answer, so a slow statement on a busy server is no outage.
        var patient = store.service
        patient.statementTimeout = .seconds(60)
        patient.lockTimeout = .seconds(60)
        return try await store.use(patient, connections: 5) { database in
            let vault = try await Import.vault(settings, of: store, in: database)
            try await database.requireRecovered()
            let service = ContractService(
                commands: database, reads: database, vault: vault, schemes: rules.schemes, money: money.parameters,
                clock: SystemClock(), employers: try settings.employers, limits: limits, remembering: 1 << 20, patience: .seconds(120))
            // The process ends after this, so the service's cache is leaked: freeing it would only take time.
            _ = Unmanaged.passRetained(service)
            return try await ending(with: service.drain) {
                try await service.lookAtLog()
                return try await give(lines, to: service)
            }
        }
    }

    private func give(_ lines: LineSource, to service: ContractService) async throws -> ImportTally {
        let refusedLines = try RefusedLines(at: refused ?? (file == "-" ? "refused.ndjson" : "\(file).refused.ndjson"))
        let meter = Meter(isQuiet: quiet || json)
        defer { meter.end() }
        var tally = ImportTally()
        do {
            let keys = ContentKeys(rescissions: try await lines.rescissions())
            try await service.submitAll(lines, caller: caller, contentKeys: keys) { answers in
                for answer in answers where tally.take(answer) {
                    // Lines already begun are still decided and counted.
                    do { try refusedLines.add(answer) } catch { tally.fails("\(error)") }
                }
                if tally.isOver { lines.giveUp() }
                if let all = lines.expectedLines(after: tally.lines) { meter.show("lines", tally.lines, of: all) }
            }
            tally.refusedPath = try refusedLines.close()
        } catch let trouble as VerbTrouble { tally.fails(trouble.description) }
        tally.isInterrupted = lines.isInterrupted
        return tally
    }

    static func store(_ settings: Settings) async throws -> Store {
        if try settings.secret("database") == nil, let address = PrivatePostgres.running(in: Store.dataDirectory(settings)) {
            return try Store(joining: address)
        }
        return try await Store.open(settings)
    }

    /// Opens the vault with the master key that the settings name, or with the key beside a private PostgreSQL.
    ///
    /// - Parameter makesKey: whether to make a key if a private PostgreSQL has none yet.
    static func vault(_ settings: Settings, of store: Store, in database: Database, makesKey: Bool = true) async throws -> Vault {
        try await database.requireMigrated()
        let key = try masterKey(settings, of: store, makesKey: makesKey)
        return try await database.withSession { session in try Vault.open(key, in: session) }
    }

    /// The vault's master key: the one that the settings name, or the one in the private PostgreSQL's directory.
    static func masterKey(_ settings: Settings, of store: Store, makesKey: Bool) throws -> MasterKey {
        let makesKey = makesKey && store.server != nil && settings.text("vault.key") == nil
        return try MasterKey.secret(at: settings.masterKeyPath, createIfMissing: makesKey)
    }
}
