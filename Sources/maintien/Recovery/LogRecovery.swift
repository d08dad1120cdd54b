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
    /// Whether erasures may be lost: the register is missing, or ends before what the newest seal states or the feed tells.
    let acceptsLostErasures: Bool
    /// The file of what a consumer has of the feed, if there is one.
    let feed: String?
    /// A position that somebody knows.
    let knownPosition: Int64?

    /// - Throws: `LogDamage` or `SealProblem` when the log is not what it was; `VerbTrouble` when the registers lack an erasure. Then no
    ///   incarnation begins.
    func run() async throws -> RecoveryReport {
        let (state, former) = try await owner.withSession { session in
            (try EventLog.recoveryState(in: session), try EventLog.identity(in: session))
        }
        try await requireNoService()
        let head = try await EventLog.verify(owner)
        let newest = try await heldSeal(former)
        // The register of the log itself, then those that were kept elsewhere.
        let registers = [try await owner.withSession { session in try ErasureRegisterFile.Content(in: session) }] + registers
        let reachesSeal = newest.map { newest in registers.contains { $0.reaches(newest.seal.erasures) } } ?? false
        if let newest, !reachesSeal, !acceptsLostErasures {
            throw VerbTrouble(
                "No register of erasures that is named is the one that \(newest.file) states, up to its entry \(newest.seal.erasures.position): "
                    + "name a later copy, or say --accept-lost-erasures.")
        }
        let end = state == .begun ? former.begunAfter : head.position
        var lost = try LostEvents(
            of: former.id, after: end, known: max(knownPosition ?? 0, newest?.seal.events.position ?? 0), feed: feed)
        let untold = lost.untold(after: reachesSeal ? newest?.seal.events.position ?? 0 : 0)
        let registered = registers.flatMap(\.entries)
        let people = Set(registered.map(\.owner))
        let unregistered = lost.erasures.filter { !people.contains($0.owner) }
        if !unregistered.isEmpty, !acceptsLostErasures { try await refuse(unregistered, state) }
        let log =
            state == .begun
            ? former
            : try await owner.withSession { session in
                try EventLog.beginRecovery(after: shelf?.lastIncarnation(ofLog: former.id.text) ?? 0, in: session)
            }
        // One that came before the mark was there is not held off by it.
        try await requireNoService()
        let erasures = try await erasedAgain(registered + unregistered)
        lost.unknownPeople = erasures.unknown
        let differences = try await projectionDifferences()
        // Only now may a service take the log.
        try await owner.withSession { session in try EventLog.endRecovery(in: session) }
        return RecoveryReport(
            log: log, head: head, newest: newest, lost: lost, untold: untold, erasures: erasures, projectionsDiffer: differences)
    }

    /// - Throws: `VerbTrouble` when a service has sessions: the mark holds off new ones only.
    private func requireNoService() async throws {
        func sessions() async throws -> [Int32] { try await owner.withSession { session in try EventLog.serviceSessions(in: session) } }
        var staying = Set(try await sessions())
        // One that has just ended, or that the mark holds off, is still listed for a moment.
        for _ in 0..<20 where !staying.isEmpty {
            try await Task.sleep(for: .milliseconds(100))
            staying.formIntersection(try await sessions())
        }
        if !staying.isEmpty { throw VerbTrouble(sentence: PartsTrouble.isInUse(sessions: staying.count)) }
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

    /// Refuses to recover. A service that came now would show people who were erased: so no service takes the log before a recovery that succeeds.
    ///
    /// - Parameter erasures: those that the feed tells and no register has.
    private func refuse(_ erasures: [ErasureEntry], _ state: EventLog.RecoveryState) async throws {
        if state == .none { _ = try await owner.withSession(EventLog.markRestored) }
        try await requireNoService()
        let people = erasures.map { "position \($0.position) (\($0.contract.text) \($0.person))" }.joined(separator: ", ")
        throw VerbTrouble(
            "No register of erasures that is named has who was erased at \(people): name a later copy, or say --accept-lost-erasures, and they "
                + "are erased again by what the feed tells.")
    }

    /// Erases again who is not in the register of this log.
    private func erasedAgain(_ entries: [ErasureEntry]) async throws -> RecoveryReport.Erasures {
        try await Database.opened(store.service.withoutLimits) { service in
            var known = Set(try await service.withSession { session in try ErasureEntry.all(in: session) }.map(\.owner))
            var erasures = RecoveryReport.Erasures()
            for entry in entries where known.insert(entry.owner).inserted {
                switch try await service.withSession({ session in try entry.repeated(by: SystemClock(), in: session) }) {
                case .erased: erasures.again += 1
                case .personUnknown: erasures.unknown.append(entry.owner)
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
