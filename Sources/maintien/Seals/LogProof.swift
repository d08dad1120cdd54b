import Access
import ArgumentParser
import CivilTime
import EventLog
import FoundationEssentials
import Glibc
import JSON
import Postgres
import Seals
import Vault

/// Proves the log, its keys, the access log, the register of erasures and the vault, and holds them against seals.
struct LogProof {
    let seals: String?
    let sealKeys: String?
    let json: Bool

    /// What was found out, in words and for programs.
    private struct Report {
        var isWhole = true
        var words: [String] = []
        var members: JSON.Object = ["whole": true]

        mutating func add(_ words: String?, _ members: JSON.Object) {
            if let words { self.words.append(words) }
            for member in members.members { self.members[member.key] = member.value }
        }

        mutating func addDamage(_ words: String, _ members: JSON.Object) {
            isWhole = false
            add(words, members)
            self.members["whole"] = false
        }
    }

    /// - Throws: `ExitCode(1)` when something is not what it was.
    func run(_ settings: Settings) async throws {
        let keys = try sealKeys.map { try SealKeys.file(at: $0) }
        let shelf = try seals.flatMap { path in try keys.map { SealShelf(try SealDirectory(path: path).files(), by: $0) } }
        let store = try await Store.forQuestions(settings)
        let report = try await store.proving { log, readings, logins in
            var report = Report()
            try await proveEvents(log, &report)
            try await proveErasures(log, &report)
            try await proveReadings(readings, &report)
            try await proveVault(logins.readsVault ? try masterKey(settings) : nil, log, &report)
            do {
                if let shelf { try await hold(shelf, against: LogState(shelf, log: log, readings: readings), &report) }
            } catch let damage as LogDamage { report.addDamage("\(damage)", damage.members) }
            return report
        }
        print(json ? JSON.text(.object(report.members)) : report.words.joined(separator: "\n"))
        if !report.isWhole { throw ExitCode(1) }
    }

    private func proveEvents(_ log: Database, _ report: inout Report) async throws {
        do {
            let head = try await verifiedHead(of: log)
            let hash = head.hash.hexadecimal
            report.add(
                "The log is whole. Events: \(head.position). Last hash: \(hash)",
                ["position": JSON(Int(head.position)), "hash": .string(hash)])
            let uncovered = try await log.withSession { try EventLog.uncoveredKeys(in: $0) }
            let words =
                "Idempotency keys that no event covers: \(uncovered). Their commands recorded nothing, or came before keys were covered."
            report.add(uncovered > 0 ? words : nil, ["keysNotCovered": JSON(uncovered)])
            let goneBefore = try await log.withSession { try EventLog.keysGoneBefore(in: $0) }.map { "\(Instant(microseconds: $0))" }
            report.add(
                goneBefore.map { "Idempotency keys recorded before \($0) are kept no longer." },
                ["keysGoneBefore": goneBefore.map { .string($0) } ?? .null])
        } catch let damage as LogDamage { report.addDamage("\(damage)", damage.members) }
    }

    private func proveErasures(_ log: Database, _ report: inout Report) async throws {
        guard let damage = try await log.withSession({ try Vault.firstErasureDamage(in: $0) }) else { return }
        report.addDamage(
            "The register of erasures is not whole: what the event \(damage) says is not in it as it was written, or something is kept of the person.",
            ["erasurePosition": JSON(Int(damage))])
    }

    private func proveReadings(_ readings: Database, _ report: inout Report) async throws {
        guard let damage = try await readings.withSession({ try AccessLog.firstDamage(in: $0) }) else { return }
        report.addDamage(
            "The access log is not whole: its reading \(damage) is missing or not as it was written.",
            ["accessLogPosition": JSON(Int(damage))])
    }

    private func proveVault(_ masterKey: MasterKey?, _ log: Database, _ report: inout Report) async throws {
        guard let masterKey else {
            return report.add("What is kept of people was not opened: that takes the vault's master key.", ["recordsOpened": .null])
        }
        do {
            let vault = try await log.withSession { try Vault.openToRead(masterKey, in: $0) }
            let opened = try await vault.verify(log)
            report.add("What is kept of people opens. Records: \(opened)", ["recordsOpened": JSON(opened)])
        } catch VaultError.damaged(let contract, let person) {
            report.addDamage(
                "The vault is not whole: \(VaultError.damaged(contract: contract, person: person)).",
                ["vaultContract": .string(contract.text), "vaultPerson": .string("\(person)")])
        }
    }

    /// The key of the settings, or that beside a private PostgreSQL.
    private func masterKey(_ settings: Settings) throws -> MasterKey? {
        if let path = settings.text("vault.key") { return try MasterKey.secret(at: path) }
        guard try settings.secret("database") == nil else { return nil }
        let path = Store.dataDirectory(settings) + "/vault.key"
        return FileManager.default.fileExists(atPath: path) ? try MasterKey.secret(at: path) : nil
    }

    private func hold(_ shelf: SealShelf, against state: LogState, _ report: inout Report) {
        let findings = shelf.findings(about: state)
        for finding in findings { report.addDamage(finding.description, [:]) }
        report.add(nil, ["sealFindings": .array(findings.map(\.json))])
        for lost in shelf.knownLosses(of: state) {
            report.add(
                "Lost when a copy was restored, and known since: \(lost.file) seals the log up to \(lost.seal.events.position).", [:])
        }
        guard let newest = shelf.newest(of: state) else {
            return report.addDamage("There is no seal of this log's incarnation.", ["newestSeal": .null])
        }
        let since = state.events.end.position - newest.seal.events.position
        report.add(
            "Seals: \(shelf.seals.count). The newest is of \(newest.seal.sealedAt), up to position \(newest.seal.events.position). Events since: \(max(0, since))",
            ["newestSeal": .string("\(newest.seal.sealedAt)"), "sealedPosition": JSON(Int(newest.seal.events.position))])
        if let witnessed = shelf.seals.last(where: { $0.seal.log == state.log && !$0.cosignatures.isEmpty }) {
            let names = witnessed.cosignatures.map(\.witness).joined(separator: ", ")
            report.add(
                "Witnessed up to position \(witnessed.seal.events.position), by \(names)",
                ["witnessedPosition": JSON(Int(witnessed.seal.events.position))])
        }
    }

    /// Verifies the whole log, and returns its end.
    private func verifiedHead(of log: Database) async throws -> Head {
        let showsProgress = !json && isatty(STDERR_FILENO) == 1
        defer { if showsProgress { Terminal.endProgress() } }
        return try await EventLog.verify(log) { proven, end in
            if showsProgress { Terminal.progress("verified", proven.position, of: end.position) }
        }
    }
}
