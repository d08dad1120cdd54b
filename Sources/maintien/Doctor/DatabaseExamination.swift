import ArgumentParser
import CivilTime
import ContractService
import DatabaseSchema
import EventLog
import FoundationEssentials
import Glibc
import Portfolio
import Postgres
import Vault

/// Checks the database of a deployment: server, login, schema, log, vault and projections. Changes nothing.
struct DatabaseExamination {
    let settings: Settings
    /// The seals, if they are to be looked at.
    let seals: SealExamination?

    /// The findings. A check whose precondition fails is left out.
    func findings() async -> [DoctorFinding] {
        let store: Store
        do { store = try await Store.forQuestions(settings) } catch {
            return [.broken("database", Self.words(error), "Name the database of the service, and make it reachable.")]
        }
        var findings: [DoctorFinding] = []
        do {
            try await ending(with: store.close) {
                let facts = try await Database.opened(store.owner) { try await $0.withSession { try ServerFacts(in: $0) } }
                findings += facts.findings
                guard let login = await login(of: store) else { return }
                findings.append(login)
                guard login.state == .ok else { return }
                findings += try await Database.opened(store.service.readOnly) { database in
                    try await database.withSession { try inside($0) }
                }
                guard !findings.contains(where: { ["schema", "log"].contains($0.check) && $0.state == .broken }) else { return }
                findings += try await beside(store)
            }
        } catch {
            findings.append(.broken("database", Self.words(error), "Put right what PostgreSQL says, and look again."))
        }
        return findings + disk(of: store)
    }

    /// Whether the service may sign in as this login. A private PostgreSQL makes its own.
    private func login(of store: Store) async -> DoctorFinding? {
        guard settings.text("database") != nil || settings.text("database.file") != nil else {
            return .ok("login", "The private PostgreSQL has a login of the service's own.")
        }
        do { try await ServiceLogin(of: store).check() } catch {
            return .broken("login", Self.words(error), "See README, Rights in the database.")
        }
        return .ok("login", "It may do what the service has to, and no more.")
    }

    private func inside(_ session: Session) throws -> [DoctorFinding] {
        do {
            let pending = try Migrator().pending(in: session)
            guard pending.isEmpty else {
                return [
                    .broken(
                        "schema", "It lacks \(pending.map(\.name).joined(separator: ", ")).",
                        "maintien migrate, as the owner of the database.")
                ]
            }
        } catch let error as MigrationError {
            return [.broken("schema", "\(error).", "Use the program that brought the schema up to date, or a later one.")]
        }
        let schema = DoctorFinding.ok("schema", "It is up to date (\(Migration.all.count) migrations).")
        return try [schema, log(session), clock(session), vault(session), epochs(session)] + projections(session) + workers(session)
    }

    /// What is to have the same log: seals and the standby that answers questions.
    private func beside(_ store: Store) async throws -> [DoctorFinding] {
        let (log, end) = try await Database.opened(store.service.readOnly) { database in
            try await database.withSession { session in (try EventLog.identity(in: session), try EventLog.head(in: session).position) }
        }
        var findings = seals.map { [$0.finding(of: log.id.text, endingAt: end)] } ?? []
        do {
            if let standby = try ReadStore(settings) {
                findings.append(await StandbyExamination(standby: standby).finding(of: log, endingAt: end))
            }
        } catch {
            findings.append(.broken("readDatabase", Self.words(error), "Correct the setting: the service does not start with it."))
        }
        return findings
    }

    private func log(_ session: Session) throws -> DoctorFinding {
        do {
            let (identity, head) = (try EventLog.identity(in: session), try EventLog.head(in: session))
            return .ok("log", "Log \(identity.id.text), incarnation \(identity.incarnation), ends at position \(head.position).")
        } catch let damage as LogDamage {
            return .broken("log", "\(damage)", "maintien verify names the damage; restore a backup, then maintien recover.")
        }
    }

    private func clock(_ session: Session) throws -> DoctorFinding {
        let before = SystemClock().now().microseconds
        let clock = try EventLog.clock(in: session)
        let offset = clock.offset(of: before...max(before, SystemClock().now().microseconds))
        if clock.isSandbox { return .ok("clock", "A sandbox's clock is set freely.") }
        let remedy = "Set the clock that is wrong; or maintien recover --accept-clock, on a machine whose clock is right."
        switch clock.fault(at: clock.now + offset) {
        case .differs(let microseconds):
            return .broken("clock", "It differs from the log's by \(microseconds / 1_000_000) s: commands are refused.", remedy)
        case .logEndsInFuture(let microseconds):
            return .broken("clock", "The log ends \(microseconds / 1_000_000) s in the future: commands are refused.", remedy)
        case nil:
            return abs(offset) >= 5_000_000
                ? .warning("clock", "It differs from the log's by \(offset / 1_000_000) s; from 60 s on commands are refused.", remedy)
                : .ok("clock", "It is the log's.")
        }
    }

    private func vault(_ session: Session) throws -> DoctorFinding {
        let path = settings.text("vault.key") ?? Store.dataDirectory(settings) + "/vault.key"
        let remedy = "Give the file of the master key with which this vault was begun: --vault-key."
        do {
            let masterKey = try MasterKey.file(at: path)
            switch try Vault.isBound(to: masterKey, in: session) {
            case true?:
                try Vault.requirePresentEpoch(of: masterKey, in: session)
                return .ok("vault", "The master key opens it.")
            case nil: return .ok("vault", "It is empty.")
            case false?: return .broken("vault", "\(VaultError.wrongMasterKey).", remedy)
            }
        } catch let error as VaultError {
            if case .epochMissing = error {
                return .broken("vault", "\(error).", "Copy the key file here from where maintien vault rotate wrote it.")
            }
            return .broken("vault", "\(error).", remedy)
        }
    }

    private func epochs(_ session: Session) throws -> DoctorFinding {
        let epochs = try Vault.epochs(in: session)
        let overdue = epochs.overdue(at: SystemClock().now().microseconds, keptDays: try settings.daysOfBackups())
        guard let oldest = overdue.first, let present = epochs.last else {
            return .ok("epochs", "Epoch \(epochs.last?.number ?? 0) of the master key is the present one; none is overdue.")
        }
        return oldest.number == present.number
            ? .warning(
                "epochs",
                "Epoch \(present.number) of the master key began at \(Instant(microseconds: present.begunAt)): the next one is overdue.",
                "maintien vault rotate, each month.")
            : .warning(
                "epochs", "No backup needs epoch \(oldest.number) of the master key, and its key is not destroyed.",
                "maintien vault destroy-epoch \(oldest.number), wherever the key file is.")
    }

    private func projections(_ session: Session) throws -> [DoctorFinding] {
        let rules = try SchemeFiles.rules(settings)
        let (versions, head) = (try Portfolio.deployedVersions(for: rules, in: session), try EventLog.head(in: session).position)
        guard let own = versions.first(where: \.isOwn) else {
            return [
                .broken(
                    "projections", "Other rules or parameters made them: questions about all contracts are answered 503.",
                    "maintien rebuild --force")
            ]
        }
        var findings: [DoctorFinding] = [
            head > own.position
                ? .warning(
                    "projections", "Version \(own.version) is at position \(own.position), \(head - own.position) behind the log.",
                    "Look again in a minute. If it is no less, is a service running?")
                : .ok("projections", "Version \(own.version) is at the end of the log.")
        ]
        if let other = versions.first(where: \.isOfOtherRules) {
            findings.append(
                .warning(
                    "projections",
                    "Version \(other.version) is of other rules, \(other.isInUse ? "and in use" : "kept for programs of before").",
                    "When no program of the rules before runs any more: maintien rebuild --end-former"))
        }
        return findings
    }

    /// The workers over which the projections are spread, if they are.
    private func workers(_ session: Session) throws -> [DoctorFinding] {
        guard let shards = try Distribution.shards(in: session) else { return [] }
        let remedy = "Start it. If it is lost for good: README, Projections on several servers."
        do {
            try Portfolio.requireSettled(for: SchemeFiles.rules(settings), in: session)
        } catch let error as PostgresError {
            return [.broken("workers", "\(error.message.prefix(1).uppercased())\(error.message.dropFirst()).", remedy)]
        }
        let (workers, leftovers) = (try Distribution.workers(in: session), try Distribution.leftovers(in: session))
        var findings: [DoctorFinding] = [
            .ok("workers", "The projections are spread over \(shards) shards; \(workers) workers answer, and have ended all changes.")
        ]
        if leftovers > 0 {
            findings.append(
                .warning(
                    "workers", "\(leftovers) shards wait to be removed.",
                    "If they stay: SELECT citus_cleanup_orphaned_resources(), as a superuser."))
        }
        return findings
    }

    /// The disk of a private PostgreSQL. Another's is on another machine, perhaps.
    private func disk(of store: Store) -> [DoctorFinding] {
        guard settings.text("database") == nil, settings.text("database.file") == nil else { return [] }
        let path = Store.dataDirectory(settings)
        var status = statvfs()
        guard statvfs(path, &status) == 0, status.f_blocks > 0 else { return [] }
        // As `df` has it: of what is not reserved for root.
        let used = status.f_blocks - status.f_bfree
        let percent = Int(100 * used / max(1, used + status.f_bavail))
        let detail = "\(percent) % of the disk of \(path) is in use."
        if percent >= 95 { return [.broken("disk", detail, "Make room: a full disk refuses commands.")] }
        return [percent >= 80 ? .warning("disk", detail, "Make room: a full disk refuses commands.") : .ok("disk", detail)]
    }

    /// The error in one line.
    private static func words(_ error: any Error) -> String {
        let words = (error as? ValidationError)?.message ?? "\(error)"
        return words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
