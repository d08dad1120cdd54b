import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import Portfolio
import Postgres
import Seals
import Vault

/// The recovery of a log after a backup was restored.
///
/// Interrupted, it can be run again: a log whose next incarnation has begun gets no other one, and what was lost is counted from where it began.
struct LogRecovery {
    /// The database, as its owner.
    let owner: Database
    let store: Store
    let rules: ProjectionRules
    /// The seals, if there are any.
    let shelf: SealShelf?
    /// The registers of erasures that were kept elsewhere: of one incarnation or of several.
    let registers: [ErasureRegisterFile.Content]
    /// Whether erasures may be lost: the register is missing, or ends before what the newest seal states.
    let acceptsLostErasures: Bool
    /// The file of what a consumer has of the feed, if there is one.
    let feed: String?
    /// A position that somebody knows.
    let knownPosition: Int64?

    /// - Throws: `LogDamage` or `SealProblem` when the log is not what it was. Then no incarnation begins.
    func run() async throws -> RecoveryReport {
        let (state, former) = try await owner.withSession { session in
            (try EventLog.recoveryState(in: session), try EventLog.identity(in: session))
        }
        let head = try await EventLog.verify(owner)
        let newest = try await heldSeal(former)
        if let newest, !acceptsLostErasures { try requireErasures(of: newest) }
        let end = state == .begun ? former.begunAfter : head.position
        let lost = try LostEvents(after: end, known: max(knownPosition ?? 0, newest?.seal.events.position ?? 0), feed: feed)
        let log =
            state == .begun
            ? former
            : try await owner.withSession { session in
                try EventLog.beginRecovery(after: shelf?.lastIncarnation(ofLog: former.id.text) ?? 0, in: session)
            }
        let erasures = try await erasedAgain()
        let differences = try await projectionDifferences()
        // Only now may a service take the log.
        try await owner.withSession { session in try EventLog.endRecovery(in: session) }
        return RecoveryReport(log: log, head: head, newest: newest, lost: lost, erasures: erasures, projectionsDiffer: differences)
    }

    /// The newest seal of the log, after all seals were held against it; nil when no seals are given.
    private func heldSeal(_ identity: LogIdentity) async throws -> OpenedSeal? {
        guard let shelf else { return nil }
        let findings = shelf.findings(aboutRestored: try await LogState(shelf, log: owner, readings: owner))
        if !findings.isEmpty { throw SealProblem(findings: findings) }
        guard let newest = shelf.newest(ofLog: identity.id.text) else {
            throw VerbTrouble("There is no seal of the log \(identity.id.text) in the directory of seals.")
        }
        return newest
    }

    /// - Throws: when the register lacks an erasure that a seal states.
    private func requireErasures(of newest: OpenedSeal) throws {
        let stated = newest.seal.erasures
        let reachesIt = registers.contains { $0.entries.contains { $0.number == stated.position && $0.hash == stated.hash } }
        guard registers.isEmpty || stated.position == 0 || reachesIt else {
            throw VerbTrouble(
                "No register of erasures that is named is the one that \(newest.file) states, up to its entry \(stated.position): "
                    + "name a later copy, or say --accept-lost-erasures.")
        }
    }

    /// Erases again who is in a register that was kept elsewhere, and not in that of this log. Nil when there is no such register.
    private func erasedAgain() async throws -> RecoveryReport.Erasures? {
        if registers.isEmpty { return nil }
        return try await Database.opened(store.service.withoutLimits) { service in
            var known = Set(try await service.withSession { session in try ErasureEntry.all(in: session) }.map(\.owner))
            var erasures = RecoveryReport.Erasures()
            for entry in registers.flatMap(\.entries) where known.insert(entry.owner).inserted {
                switch try await service.withSession({ session in try entry.repeated(by: SystemClock(), in: session) }) {
                case .erased: erasures.again += 1
                case .personUnknown: erasures.unknown += 1
                }
            }
            return erasures
        }
    }

    /// The number of contracts whose projections are not what the log makes; nil when other rules made them.
    private func projectionDifferences() async throws -> Int? {
        try await Database.opened(store.service.withoutLimits.readOnly, connections: 3) { database async throws -> Int? in
            do { return try await ProjectionProof(database: database, rules: rules).run().differences.count } catch PortfolioError.outdated
            {
                return nil
            }
        }
    }
}
