import ArgumentParser
import CivilTime
import EventLog
import JSON
import Postgres
import Seals

/// The verb `seal`: signs where the log ends.
struct SealVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Sign where the log ends, so that nobody can rewrite it unnoticed.",
        discussion: """
            A seal is a small file to be kept away from the database and from whoever administers it. It states the ends of the log, of the access log \
            and of the register of erasures, signed by a key that the service does not have: `maintien verify --seals` proves the log against it, and \
            `maintien witness` has another machine sign it too.

            First make a key, once; the public key that is printed goes into the file of keys of those who verify:
              maintien seal --make-key maintien.example.fr/seal --seal-key seal.key

            Before it signs, the events since the last seal in --to are proved, and all seals there must still hold: else nothing is sealed. After a backup was \
            restored, and `maintien recover` has begun the next incarnation, somebody has to say once that the loss is known: --after-recovery.

            The register of erasures itself is written beside the seals, to a file for each incarnation, `erasures-1`: `maintien recover` reads it after a backup was restored.

            Seal at least each hour: by a timer, or by --follow. A login with the role maintien_auditor is enough.

            Exit status 0 when it is sealed, 1 when the log or a seal is not what it was, 2 when it cannot be done.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("The directory of the seals.", valueName: "dir"))
    var to: String?

    @Option(help: ArgumentHelp("The file of the private key.", valueName: "file"))
    var sealKey: String?

    @Option(help: ArgumentHelp("Make a key of this name in --seal-key, print its public key, and seal nothing.", valueName: "name"))
    var makeKey: String?

    @Flag(help: "What a restored backup lost of former incarnations is known.")
    var afterRecovery = false

    @Option(
        help: ArgumentHelp(
            "Write when it was sealed to this file too, for the textfile collector of Prometheus' node exporter (FILE.prom in its directory).",
            valueName: "file"))
    var metrics: String?

    @OptionGroup var following: FollowOptions

    @Flag(help: "One JSON object for each seal instead of words.")
    var json = false

    func validate() throws {
        if sealKey == nil { throw ValidationError("--seal-key is missing: the file of the private key.") }
        if makeKey == nil, to == nil { throw ValidationError("--to is missing: the directory of the seals.") }
        if makeKey != nil, following.follow { throw ValidationError("--make-key and --follow exclude one another.") }
    }

    func run() async throws {
        guard let sealKey else { return }
        if let makeKey { return print(try NoteSigner.make(named: makeKey, of: .seal, at: sealKey)) }
        guard let to else { return }
        let signer = try NoteSigner.secret(at: sealKey, of: .seal)
        let settings = try await options.settings()
        let directory = SealDirectory(path: to)
        guard following.follow else {
            _ = try await seal(settings, by: signer, in: directory)
            return
        }
        var last: LogSeal?
        try await following.run {
            if let last, try await !isDue(settings, since: last) { return }
            last = try await seal(settings, by: signer, in: directory)
        }
    }

    /// Whether the next seal is due, by the time or by the events since the last one.
    private func isDue(_ settings: Settings, since last: LogSeal) async throws -> Bool {
        if following.isDue(since: last.sealedAt) { return true }
        let head = try await Store.forQuestions(settings).proving { log, _, _ in try await log.withSession { try EventLog.head(in: $0) } }
        return head.position - last.events.position >= Int64(following.events)
    }

    private func seal(_ settings: Settings, by signer: NoteSigner, in directory: SealDirectory) async throws -> LogSeal {
        let shelf = SealShelf(try directory.files(), by: SealKeys([signer.verifier]))
        let store = try await Store.forQuestions(settings)
        let (seal, register) = try await SealProblem.reported(json: json) {
            try await store.proving { log, readings, _ in
                let state = try await shelf.state(log: log, readings: readings, acceptingLosses: afterRecovery)
                let start = shelf.newest(of: state)?.seal.events ?? .start
                try await EventLog.prove(log, behind: Head(start), through: Head(state.events.end))
                let register = try await log.withSession { try ErasureRegisterFile.Content(in: $0) }
                return (state.seal, register)
            }
        }
        // Before the seal, which states the register: a recovery by the newest seal finds its every entry.
        try ErasureRegisterFile(besideSealsIn: directory.path, of: seal.incarnation.number).write(register)
        let name = SealDirectory.name(of: seal)
        try directory.write(try signer.note(seal), as: name)
        try MetricsFile(path: metrics).write([
            ("maintien_seal_timestamp_seconds", "", Int(seal.sealedAt.microseconds / 1_000_000), "When the log was sealed last."),
            ("maintien_seal_position", "", Int(seal.events.position), "The position of the log that was sealed last."),
        ])
        let path = "\(directory.path)/\(name)"
        print(
            json
                ? JSON.text(["sealed": .string(path), "position": JSON(Int(seal.events.position)), "log": .string(seal.log)])
                : "Sealed up to position \(seal.events.position): \(path)")
        return seal
    }
}
