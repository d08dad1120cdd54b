import ArgumentParser
import CivilTime
import ContractService
import EventLog
import JSON
import Postgres
import Seals

/// The verb `witness`: has another machine sign the newest seal.
struct WitnessVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Prove the newest seal on another machine, and sign it too.",
        discussion: """
            A witness holds off a sealer who signs two histories. It runs on a machine of somebody else, with a login that has the role maintien_auditor. It \
            reads the seals in --seals, proves the newest by the sealers' public keys in --seal-keys, reads the events from the last seal that it signed to \
            this one, computes their hashes again, and writes the seal with its signature to --to, its own directory.

            First make a key, once; the public key that is printed goes into the file of keys of those who verify:
              maintien witness --make-key witness.example.org/maintien --witness-key witness.key

            Nothing is signed when the log or a seal is not what it was. After a recovery, --after-recovery says once that the loss is known.

            Exit status 0 when the newest seal is signed, 1 when the log or a seal is not what it was, 2 when it cannot be done.
            """)

    @OptionGroup var options: DatabaseOptions

    @Option(help: ArgumentHelp("The directory of the seals.", valueName: "dir"))
    var seals: String?

    @Option(help: ArgumentHelp("The file of the sealers' public keys, one a line.", valueName: "file"))
    var sealKeys: String?

    @Option(help: ArgumentHelp("The directory of the seals that this witness has signed.", valueName: "dir"))
    var to: String?

    @Option(help: ArgumentHelp("The file of the private key.", valueName: "file"))
    var witnessKey: String?

    @Option(help: ArgumentHelp("Make a key of this name in --witness-key, print its public key, and sign nothing.", valueName: "name"))
    var makeKey: String?

    @Flag(help: "What a restored backup lost of former incarnations is known.")
    var afterRecovery = false

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func validate() throws {
        if witnessKey == nil { throw ValidationError("--witness-key is missing: the file of the private key.") }
        if makeKey == nil, seals == nil || sealKeys == nil || to == nil {
            throw ValidationError("--seals, --seal-keys and --to name what is to be proved, by which keys, and where the signed seal goes.")
        }
    }

    func run() async throws {
        guard let witnessKey else { return }
        if let makeKey { return print(try NoteSigner.make(named: makeKey, of: .cosignature, at: witnessKey)) }
        guard let seals, let sealKeys, let to else { return }
        let witness = try NoteSigner.secret(at: witnessKey, of: .cosignature)
        let keys = try SealKeys.file(at: sealKeys).adding(witness.verifier)
        let own = SealDirectory(path: to)
        let signed = SealShelf(try own.files(), by: keys)
        let shelf = SealShelf(try SealDirectory(path: seals).files() + own.files(), by: keys)
        let store = try await Store.forQuestions(options.settings())
        let newest = try await SealProblem.reported(json: json) {
            try await store.proving { log, readings, _ in
                let state = try await shelf.state(log: log, readings: readings, acceptingLosses: afterRecovery)
                guard let newest = shelf.newest(of: state) else {
                    throw VerbTrouble("There is no seal of this log's incarnation in \(seals).")
                }
                let last = signed.seals.last { $0.seal.incarnation == newest.seal.incarnation && $0.isCosigned(by: witness.verifier) }
                let start = last?.seal.events ?? .start
                try await EventLog.prove(log, behind: Head(start), through: Head(newest.seal.events))
                return newest
            }
        }
        if !signed.seals.contains(where: { $0.seal == newest.seal && $0.isCosigned(by: witness.verifier) }) {
            let signature = try witness.signature(of: newest.note.text, at: SystemClock().now())
            try own.write(newest.note.signed(by: signature), as: newest.file)
        }
        let position = newest.seal.events.position
        print(
            json
                ? JSON.text([
                    "witnessed": .string("\(to)/\(newest.file)"), "position": JSON(Int(position)), "log": .string(newest.seal.log),
                ])
                : "Witnessed up to position \(position): \(to)/\(newest.file)")
    }
}
