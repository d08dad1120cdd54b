import ArgumentParser
import JSON

/// The verb `doctor`: checks a deployment.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a deployment: settings, files, database, clock, log, vault, epochs, projections, archive, seals, standby, disk.",
        discussion: """
            Give it the settings of the service: the same --config, environment and flags. It changes nothing, and prints no secret. Each line says what \
            was found: ok, warning (the service works, a promise is weaker than it could be) or broken, with what to do. The policies of the deployment \
            follow. It walks no log: that is maintien verify. With --seals it says how old the newest seal is, with --read-database how far the standby is behind.

            Exit status 0 when nothing is broken, 1 when something is, 64 when the settings cannot be read.
            """)

    @OptionGroup var options: DatabaseOptions
    @Option(help: ArgumentHelp("The file of the vault's master key (default: vault.key in --data).", valueName: "file")) var vaultKey:
        String?
    @OptionGroup var standby: StandbyOptions
    @Option(help: ArgumentHelp("The directory of the seals.", valueName: "dir")) var seals: String?
    @Option(help: ArgumentHelp("With --seals: the file of the public keys of sealers and witnesses, one a line.", valueName: "file"))
    var sealKeys: String?
    @Flag(help: "One JSON object instead of words.") var json = false

    func validate() throws {
        if (seals == nil) != (sealKeys == nil) { throw ValidationError("--seals and --seal-keys go together.") }
    }

    func run() async throws {
        let settings = try await options.settings(["vault.key": vaultKey].merging(standby.flags) { $1 }, showingWarnings: false)
        let ofSettings = SettingsExamination(settings: settings)
        let ofSeals = seals.flatMap { directory in sealKeys.map { SealExamination(directory: directory, keys: $0) } }
        let findings = ofSettings.findings() + (await DatabaseExamination(settings: settings, seals: ofSeals).findings())
        let policies = ofSettings.policies.compactMap { key, value in (try? value()).map { (key, $0) } }
        let worst = findings.map(\.state).max() ?? .ok
        if json {
            var shown: JSON.Object = [:]
            for (key, value) in policies { shown.append(key, .string(value)) }
            print(JSON.text(["state": .string(worst.rawValue), "findings": .array(findings.map(\.json)), "policies": .object(shown)]))
        } else {
            print(findings.map(\.words).joined(separator: "\n"))
            print("\nPolicies")
            print(policies.map { "  \($0) = \($1)" }.joined(separator: "\n"))
        }
        if worst == .broken { throw ExitCode(1) }
    }
}
