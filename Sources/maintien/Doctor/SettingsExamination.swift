import Access
import ArgumentParser
import ContractService
import Contracts
import FoundationEssentials

/// Checks the settings of a deployment, and the files that they name.
struct SettingsExamination {
    let settings: Settings

    /// The findings about settings and files.
    func findings() -> [DoctorFinding] {
        let values = policies.compactMap { _, value -> String? in
            do {
                _ = try value()
                return nil
            } catch { return (error as? ValidationError)?.message ?? "\(error)" }
        }
        let wrong = values.map { DoctorFinding.broken("settings", $0, "Correct the setting: the service does not start with it.") }
        let exposed = settings.warnings.map { DoctorFinding.warning("settings", $0, "Put it right, and start the service again.") }
        let files = secretFiles.map { path, what in file(path, what) }
        return (wrong + exposed).isEmpty ? [.ok("settings", "They can be read.")] + files : wrong + exposed + files
    }

    /// What the deployment decides, by setting.
    ///
    /// - Returns: for each setting its value, or an error when it is not accepted.
    var policies: [(key: String, value: () throws -> String)] {
        func plain(_ key: String, _ standard: String) -> (String, () throws -> String) { (key, { settings.text(key) ?? standard }) }
        func flag(_ key: String) -> (String, () throws -> String) { (key, { "\(try settings.flag(key))" }) }
        return [
            ("fourEyes", { try settings.fourEyes().map(\.rawValue).sorted().joined(separator: ",") }),
            ("accessLog.months", { "\(try settings.monthsOfReadings())" }),
            ("idempotency.months", { "\(try settings.monthsOfKeys() ?? 0)" }),
            ("backups.days", { "\(try settings.daysOfBackups())" }),
            ("contract.facts", { "\(try settings.contractLimits().facts)" }),
            ("contract.beneficiaries", { "\(try settings.contractLimits().beneficiaries)" }),
            ("employer.codes", { "\(try settings.employers)" }),
            plain("limits.requests", "50"), plain("limits.failedSignIns", "10"), plain("limits.shownPeople", "2000"),
            flag("behindProxy"), flag("access.plainType"), flag("access.keysWithoutAlgorithm"),
            plain("access.issuer", "none"), plain("publicUrl", "none"),
        ]
    }

    /// The files with secrets, each with its content in words.
    private var secretFiles: [(path: String, what: String)] {
        let named = [
            ("token.file", "the token"), ("tokens", "the callers' tokens"), ("database.file", "the database's URL"),
            ("tls.key", "the certificate's key"), ("signIn.secretFile", "the client's secret"), ("vault.key", "the vault's master key"),
        ].compactMap { key, what in settings.text(key).map { ($0, what) } }
        let isPrivate = settings.text("database") == nil && settings.text("database.file") == nil
        guard isPrivate, settings.text("vault.key") == nil else { return named }
        return named + [(Store.dataDirectory(settings) + "/vault.key", "the vault's master key")]
    }

    private func file(_ path: String, _ what: String) -> DoctorFinding {
        guard FileManager.default.isReadableFile(atPath: path) else {
            return .broken(
                "files", "The file \(path), which is to hold \(what), is missing or cannot be read.", "Put it there, or correct its name.")
        }
        do { try SecretFile.check(path, holding: what) } catch {
            return .broken("files", (error as? ValidationError)?.message ?? "\(error)", "chmod 600 \(path)")
        }
        return .ok("files", "Only its owner reads \(path), which holds \(what).")
    }
}
