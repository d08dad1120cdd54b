public import Billing
import CivilTime
public import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON
public import Portfolio
public import Postgres
import Synchronization
public import Vault

/// Accepts runs, makes them, and answers what they came to.
///
/// An accepted run is an event. Its rows and the event that it is complete are one transaction: nobody sees a part of a run, and one that was killed is made
/// again by any process that serves. A lock in the database lets one process make it.
public final class RunDesk: Sendable {
    let office: BillingOffice
    /// For what is recorded at once.
    let commands: Database
    /// For questions.
    public let questions: RunQuestions
    /// Reckons about one contract within its limits of time.
    let contracts: ContractService
    let isStopping = Mutex(false)
    let wishes: AsyncStream<Void>
    let wish: AsyncStream<Void>.Continuation
    /// Why this process could not make a run, by the position of the event that accepted it.
    let failure = Mutex<(source: Int64, error: any Error)?>(nil)
    /// The contracts of which a record in the vault does not open, found by the run that is being made.
    let damaged = Mutex<Set<UUID>>([])
    private let isPreviewing = Mutex(false)

    /// How long an answer waits for its run.
    public static let patience: Duration = .seconds(30)
    /// How many contracts are reckoned at a time. It never changes: the order of a run's entries depends on it, since files of debits are entered after the
    /// contracts that fill them, and `verify --money` makes the entries of all earlier runs again.
    public static let portion = 4000
    /// The key of the lock under which a run is made, one at a time over all schemes: an arbitrary advisory-lock key, "mainruns" in ASCII.
    static let lock: Int64 = 0x6D61_696E_7275_6E73

    /// - Parameters:
    ///   - database: at least three connections with the rights of the service, without limits of time: for runs, and for banks' files.
    ///   - commands: connections with the rights of the service, within limits of time.
    ///   - reads: connections for questions.
    ///   - streams: connections for questions about all entries, without limits of time.
    ///   - money: the parameters of money of the schemes that have them, by name.
    ///   - digests: the SHA-256 of the file of each scheme, in hexadecimal digits, by name.
    ///   - portion: how many contracts are reckoned at a time.
    ///   - standby: connections to a standby, for what waits for clerks while the primary is away.
    public init(
        database: Database, commands: Database, reads: Database, streams: Database, portfolio: Portfolio, contracts: ContractService,
        money: [String: MoneyParameters], digests: [String: String], vault: Vault, portion: Int = RunDesk.portion,
        standby: Database? = nil
    ) {
        self.commands = commands
        self.contracts = contracts
        questions = RunQuestions(
            reads: reads, streams: streams, schemes: contracts.schemes, money: money, clock: contracts.clock,
            standby: standby)
        office = BillingOffice(
            database: database, portfolio: portfolio, vault: vault, schemes: contracts.schemes, money: money, digests: digests,
            clock: contracts.clock, portion: portion)
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    // MARK: Asking for runs

    /// Accepts a run, and waits until it is complete or the patience ends.
    ///
    /// - Parameters:
    ///   - caller: who asks.
    ///   - key: the caller's key: the same order under it gets the same run.
    /// - Returns: the run; it is open when the patience ended first.
    /// - Throws: `BillingRefusal`; `ServiceError`.
    public func submit(_ order: RunOrder, by caller: String, key: String? = nil, patience: Duration = RunDesk.patience) async throws
        -> RecordedRun
    {
        try await submitted(order, by: caller, key: key, patience: patience).recorded
    }

    /// The same, and whether the caller had asked for the run before, under the same key.
    public func submitted(
        _ order: RunOrder, by caller: String, key: String?, patience: Duration
    ) async throws -> (recorded: RecordedRun, isReplayed: Bool) {
        let (number, isReplayed) = try await accept(order, by: caller, key: key)
        // In a sandbox that was emptied, the position can be that of an earlier run.
        if !isReplayed { failure.withLock { $0 = nil } }
        wish.yield()
        let end = ContinuousClock.now + patience
        var pause = Duration.milliseconds(10)
        while true {
            // On the connections for questions: many clients can wait, and runs need their own.
            // In a sandbox that was emptied meanwhile there is none.
            guard let recorded = try await known(at: nil)[number] else { throw BillingRefusal(.runUnknown) }
            if recorded.outcome != nil || ContinuousClock.now >= end { return (recorded, isReplayed) }
            if let failed = failure.withLock({ $0 }), failed.source == recorded.source { throw ServiceError(failed.error) ?? failed.error }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(320))
        }
    }

    /// What a run would come to now. Nothing is written. One preview at a time: each takes a connection from the runs.
    ///
    /// - Throws: `BillingRefusal`; `ServiceError`; `PortfolioError.behind`.
    public func preview(_ order: RunOrder) async throws -> (run: BillingRun, outcome: RunOutcome) {
        let preview = try await preview(order, examples: 0)
        return (preview.run, preview.outcome)
    }

    /// The same, with some contracts that stand for the others.
    ///
    /// - Parameter limit: at most how many contracts there are of each cause, of those adjusted, and of those held.
    public func preview(_ order: RunOrder, examples limit: Int) async throws -> RunPreview {
        do {
            let (run, history) = try await office.database.withSession { [self] session in
                let history = try RunHistory.read(in: session)
                return (try decide(order, after: history, at: try EventLog.head(in: session), in: session), history)
            }
            // After the rules: a run that they refuse needs no turn.
            let isFirst = isPreviewing.withLock { isPreviewing in
                defer { isPreviewing = true }
                return !isPreviewing
            }
            if !isFirst { throw ServiceError.overloaded(retryAfterSeconds: 5) }
            defer { isPreviewing.withLock { $0 = false } }
            try await office.portfolio.reaches(run.position, within: .seconds(10), in: office.database)
            let reckoning = try RunReckoning(run, after: history, from: office.sources)
            return try await office.database.withSession { session in
                var reckoning = reckoning
                reckoning.examples = RunExamples(limit: limit)
                let outcome = try reckoning.outcome(in: session) { _ in }
                return RunPreview(run: run, outcome: outcome, examples: reckoning.examples ?? RunExamples(limit: 0))
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// All runs, as the log has them now.
    public func history() async throws -> RunHistory {
        do { return try await office.database.withSession { try RunHistory.read(in: $0) } } catch { throw ServiceError(error) ?? error }
    }

    private func decide(_ order: RunOrder, after history: RunHistory, at end: Head, in session: Session) throws -> BillingRun {
        guard let scheme = office.schemes[order.scheme] else { throw ServiceError.refused(.schemeUnknown) }
        guard let money = office.money[order.scheme] else { throw BillingRefusal(.runNoParameters) }
        if history.open != nil { throw BillingRefusal(.runInProgress) }
        // The event that accepts the run bears the next microsecond, and so does every later event: none bears the run's instant.
        let knownAt = max(office.clock.now(), end.recordedAt.map { Instant(microseconds: $0) } ?? office.clock.now())
        let asOf = knownAt.parisDay
        let isHandedOver =
            if case .cancelling(let number) = order.request, history[number] != nil {
                try StoredRows.isHandedOver(number, in: session)
            } else {
                false
            }
        let (kind, month) = try history.book(of: order.scheme).decide(
            order.request, asOf: asOf, from: Month(of: scheme.effectiveFrom),
            leadDays: money.terms(on: asOf, knownAt: knownAt).runLeadDays,
            isHandedOver: { _ in isHandedOver })
        return BillingRun(
            scheme: order.scheme, number: history.nextNumber(in: try EventLog.identity(in: session)), kind: kind, month: month,
            knownAt: knownAt, position: end.position)
    }

    /// The caller's key, bound to what is asked for.
    func idempotencyKey(_ key: String?, of caller: String, for order: JSON) throws -> IdempotencyKey? {
        guard let key else { return nil }
        guard let named = IdempotencyKey(key, of: caller, fingerprint: office.vault.fingerprint(of: order.bytes(sortedKeys: true))) else {
            throw ServiceError.malformed(MalformedField(.badValue(expected: "1…255 bytes"), at: "Idempotency-Key"))
        }
        return named
    }

    /// Records that a run is accepted. Holding the log's end, nobody else appends meanwhile.
    ///
    /// - Returns: the run's number, and whether it was accepted before under the same key.
    private func accept(_ order: RunOrder, by caller: String, key: String?) async throws -> (number: Int, isReplayed: Bool) {
        let name = try idempotencyKey(key, of: caller, for: order.json)
        do {
            return try await commands.withSession { [self] session in
                do {
                    let look = try EventLog.look(
                        LogQuery(behind: nil, atMost: 0, with: []), keys: name.map { [$0.key] } ?? [], holdingHead: true, in: session
                    ) { _ in () }
                    let history = try RunHistory.read(in: session)
                    if let name, let kept = look.answers[name.key] {
                        guard kept.fingerprint == name.fingerprint, kept.receipt.contract == LogStream.runs.id,
                            let recorded = history.runs.first(where: { $0.source == kept.receipt.position })
                        else { throw ServiceError.idempotencyMismatch }
                        try EventLog.release(in: session)
                        return (recorded.run.number, true)
                    }
                    if let fault = look.clock.fault(at: office.clock.now().microseconds) { throw fault }
                    let run = try decide(order, after: history, at: look.tail.end, in: session)
                    var draft = Draft()
                    draft.add(
                        Proposal(
                            contract: LogStream.runs.id, expectedVersion: history.version,
                            events: [RunEvent.accepted(run, schemeDigest: office.digests[run.scheme]).new],
                            recordedBy: caller, idempotency: name))
                    guard
                        try EventLog.append(
                            draft, on: .heldEnd(look.tail.end), now: run.knownAt.adding(microseconds: 1).microseconds, in: session) != nil
                    else { throw ServiceError.concurrentChange }
                    return (run.number, false)
                } catch {
                    if !session.isFit { _ = try? session.execute("ROLLBACK") }
                    throw error
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }
}
