import ArgumentParser
import CivilTime
import JSON
import Postgres
import Vault

/// The verb `vault`: begins and destroys epochs of the master key.
struct VaultVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vault", abstract: "Begin and destroy epochs of the vault's master key, as the database's owner.",
        discussion: """
            Each person's data are sealed under a key of their own, which the database keeps wrapped under the master key. An erasure destroys that \
            key in the database; an older backup still has it. So the master key has epochs: rotate each month, and destroy an epoch when the last \
            backup of its time has ended. Then nobody can read an erased person in any copy of an older backup.

            Codes by which people are found, references of papers and idempotency keys stay the same in all epochs.
            """,
        subcommands: [Rotate.self, Epochs.self, DestroyEpoch.self])

    /// The options of all three verbs.
    struct Options: ParsableArguments {
        @OptionGroup var database: DatabaseOptions

        @Option(help: ArgumentHelp("The file of the vault's master key (default: vault.key in --data).", valueName: "file"))
        var vaultKey: String?

        @Flag(help: "JSON instead of words.") var json = false

        /// Runs `body` with the owner's connection and the path of the key file.
        func run<Value: Sendable>(_ body: (Database, _ keyFile: String, Settings) async throws -> Value) async throws -> Value {
            let settings = try await database.settings(["vault.key": vaultKey])
            let path = try settings.masterKeyPath
            // The verbs read the file themselves, which checks no rights.
            _ = try MasterKey.secret(at: path)
            let store = try await Store.forOwner(settings)
            do {
                return try await store.use(store.owner.withoutLimits) { owner in
                    try await owner.requireMigrated()
                    return try await body(owner, path, settings)
                }
            } catch let error as PostgresError where error.sqlState == .insufficientPrivilege {
                throw VerbTrouble("This login may not change the keys of people: work on the vault as the owner of the database.")
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Begin the next epoch, and wrap the keys of all people under it.",
            discussion: """
                Services may run meanwhile: they read the key file again by themselves. Where they run on other machines, first rotate with --prepare, \
                copy the key file to them, then rotate. A service without the new epoch answers 503, and says why in its log.

                Interrupted, it goes on where it was the next time. An epoch is begun only when the one before is complete.
                """)

        @OptionGroup var options: Options
        @Flag(help: "Only add the next epoch to the key file.") var prepare = false

        func run() async throws {
            let (json, prepare) = (options.json, prepare)
            try await options.run { owner, path, _ in
                let rotation = KeyRotation(database: owner, keyFile: path)
                if prepare {
                    let epoch = try await rotation.prepare()
                    return print(
                        json
                            ? JSON.text(["prepared": JSON(epoch)])
                            : "The key of epoch \(epoch) is in \(path). Copy that file to every machine that has it, and rotate.")
                }
                let meter = Meter(isQuiet: json)
                let outcome = try await rotation.run { done, all in meter.show("keys looked at", done, of: all) }
                meter.end()
                print(
                    json
                        ? JSON.text(["epoch": JSON(outcome.epoch), "wrapped": JSON(outcome.wrapped)])
                        : "Epoch \(outcome.epoch) is the present one. Keys wrapped anew: \(outcome.wrapped). Copy \(path) to where its copies are."
                )
            }
        }
    }

    struct Epochs: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the epochs: since when, and from when on each may be destroyed.")

        @OptionGroup var options: Options

        func run() async throws {
            let lines = try await options.run { owner, path, settings in
                let days = try settings.daysOfBackups()
                let epochs = try await owner.withSession { session in try Vault.epochs(in: session) }
                let held = try MasterKey.file(at: path).numbers
                return epochs.map { epoch in Line(epoch, among: epochs, isHeld: held.contains(epoch.number), keptDays: days) }
            }
            print(options.json ? JSON.text(.array(lines.map(\.json))) : lines.map(\.words).joined(separator: "\n"))
        }
    }

    struct DestroyEpoch: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "destroy-epoch", abstract: "Remove the key of an epoch from the key file, for good.",
            discussion: """
                Refused until the setting backups.days (35) have passed since a rotation to a later epoch was complete: an older backup could not be used any more. \
                Do it on every machine that has the key file, and destroy the copies and backups of the file that hold the epoch.
                """)

        @OptionGroup var options: Options
        @Argument(help: "The epoch's number, as `vault epochs` shows it.") var epoch: Int

        func run() async throws {
            let epoch = epoch
            let path = try await options.run { owner, path, settings in
                do { try await KeyRotation(database: owner, keyFile: path).destroy(epoch, keptDays: try settings.daysOfBackups()) } catch {
                    if case KeyRotation.Refusal.needed(_, let end)? = error as? KeyRotation.Refusal {
                        throw VerbTrouble(
                            "Backups may need epoch \(epoch) until \(Instant(microseconds: end)): the setting backups.days says how long they are kept."
                        )
                    }
                    throw error
                }
                return path
            }
            print(
                options.json
                    ? JSON.text(["destroyed": JSON(epoch)])
                    : "Epoch \(epoch) is destroyed in \(path). Destroy it in every copy of that file.")
        }
    }

    /// An epoch in the list.
    private struct Line: Sendable {
        let epoch: Epoch
        let isHeld: Bool
        /// From when on it may be destroyed; nil when the rotation from it is not complete, and for the present epoch.
        let end: Instant?

        init(_ epoch: Epoch, among epochs: [Epoch], isHeld: Bool, keptDays days: Int) {
            (self.epoch, self.isHeld) = (epoch, isHeld)
            end = epochs.end(of: epoch.number, keptDays: days).map { Instant(microseconds: $0) }
        }

        var json: JSON {
            let text = { (at: Int64?) -> JSON in at.map { .string("\(Instant(microseconds: $0))") } ?? .null }
            return [
                "epoch": JSON(epoch.number), "begunAt": text(epoch.begunAt), "settledAt": text(epoch.settledAt),
                "mayBeDestroyedFrom": end.map { .string("\($0)") } ?? .null, "destroyedAt": text(epoch.destroyedAt),
                "inKeyFile": .bool(isHeld),
            ]
        }

        var words: String {
            var parts = ["epoch \(epoch.number)", "since \(Instant(microseconds: epoch.begunAt))"]
            if epoch.settledAt == nil { parts.append("the rotation is not complete") }
            if let destroyed = epoch.destroyedAt {
                parts.append("destroyed \(Instant(microseconds: destroyed))")
                if isHeld { parts.append("still in this key file") }
            } else {
                if let end { parts.append("may be destroyed from \(end) on") }
                if !isHeld { parts.append("not in this key file") }
            }
            return parts.joined(separator: "  ")
        }
    }
}
