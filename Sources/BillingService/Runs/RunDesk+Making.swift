import Billing
import CivilTime
import ContractService
import Contracts
import Dispatch
import EventLog
import FoundationEssentials
import JSON
public import Logging
import Portfolio
import Postgres
import Synchronization
import Vault

/// Makes the runs that were accepted.
extension RunDesk {
    /// Makes the runs that are accepted and not complete, also those of processes that were killed, until it is cancelled.
    public func run(logger: Logger) async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                group.addTask { [wish] in while (try? await Task.sleep(for: .seconds(1))) != nil { wish.yield() } }
                for await _ in wishes {
                    do {
                        try await makeNext()
                        let damaged = damaged.withLock { damaged in
                            defer { damaged = [] }
                            return damaged
                        }
                        for contract in damaged.sorted(by: { $0.text < $1.text }) {
                            logger.error(
                                "a record in the vault does not open: the run does not debit the agent",
                                metadata: ["contract": "\(contract.text)"])
                        }
                    } catch is CancellationError { break } catch {
                        logger.error("a run was not made, and is tried again", metadata: ["error": "\(error)"])
                        try? await Task.sleep(for: .seconds(1))
                    }
                }
                group.cancelAll()
            }
        } onCancel: {
            isStopping.withLock { $0 = true }
            wish.finish()
        }
    }

    /// Makes the run in progress, if there is one and no other process makes it.
    func makeNext() async throws {
        guard let open = try await history().open else { return }
        failure.withLock { $0 = nil }
        do {
            try await office.portfolio.reaches(open.run.position, in: office.database)
            try await office.database.withSession { [self] session in
                do { try make(open.run.number, in: session) } catch {
                    if !session.isFit { _ = try? session.execute("ROLLBACK") }
                    throw error
                }
            }
        } catch VaultError.erased {
            // Somebody whose name was read is erased meanwhile. The run is made anew without the name.
            wish.yield()
        } catch {
            failure.withLock { $0 = (open.source, error) }
            throw error
        }
    }

    /// Writes the rows of a run and records that it is complete, in one transaction.
    private func make(_ number: Int, in session: Session) throws {
        try session.execute("BEGIN")
        guard try session.one("SELECT pg_try_advisory_xact_lock(\(Self.lock))", as: Bool.self) else {
            try session.execute("ROLLBACK")
            return
        }
        let history = try RunHistory.read(in: session)
        // Another process may have completed it meanwhile.
        guard let open = history.open, open.run.number == number else {
            try session.execute("ROLLBACK")
            return
        }
        let reckoning = try RunReckoning(open.run, after: history, from: office.sources)
        var book = history.book(of: open.run.scheme, before: number)
        book.add(open.run)
        var rows = RunRows(open.run, source: open.source, closedThrough: book.closedThrough)
        let outcome = try reckoned(reckoning) { part in try rows.take(part, in: session) }
        let balances = try StoredRows.keepEmployerBalances(after: open, behind: history, in: session)
        try waitForStandbys()
        try complete(open, outcome.hashed(rows.hashes.merging(balances) { $1 }), rows, version: history.version, in: session)
    }

    /// Reckons on another connection, while the parts are written on this thread.
    private func reckoned(_ reckoning: RunReckoning, _ write: (RunPart) throws -> Void) throws -> RunOutcome {
        let queue = PartQueue()
        office.database.submit { [self] session in
            var reckoning = reckoning
            queue.end(
                Result {
                    let session = try session.get()
                    return try reckoning.outcome(in: session) { part in
                        if isStopping.withLock({ $0 }) { throw CancellationError() }
                        damaged.withLock { $0.formUnion(part.damaged) }
                        try keep(part.debits, in: session)
                        try queue.put(part)
                    }
                })
        }
        while true {
            switch queue.next() {
            case .part(let part):
                do { try write(part) } catch {
                    queue.close()
                    throw error
                }
            case .end(let result): return try result.get()
            }
        }
    }

    /// Waits on another connection until the standbys have what this run has written.
    private func waitForStandbys() throws {
        let outcome = Mutex<Result<Void, any Error>?>(nil)
        let hasEnded = DispatchSemaphore(value: 0)
        office.database.submit { session in
            let result = Result { try EventLog.waitForStandbys(in: session.get()) }
            outcome.withLock { $0 = result }
            hasEnded.signal()
        }
        hasEnded.wait()
        try outcome.withLock { $0 }?.get()
    }

    /// Keeps the names and accounts of debits, in a short transaction of its own: in the run's, an erasure would wait for it while it holds the log's end.
    ///
    /// - Throws: `VaultError.erased` when one of the people was erased since their name was read.
    private func keep(_ debits: [PresentedDebit], in session: Session) throws {
        do { try office.vault.put(debits.filter { !$0.isKept }.map(\.record), in: session) } catch let error as PostgresError
            where error.sqlState == .foreignKeyViolation
        { throw VaultError.erased }
    }

    private func complete(
        _ open: RecordedRun, _ outcome: RunOutcome, _ rows: RunRows, version: Int, in session: Session
    ) throws {
        let now = office.clock.now().microseconds
        let (end, clock) = try EventLog.holdEnd(in: session)
        if let fault = clock.fault(at: now) { throw fault }
        // A sandbox may have been emptied since the run was read.
        guard try EventLog.version(of: LogStream.runs.id, in: session) == version else { throw ServiceError.concurrentChange }
        let batch = rows.batch(
            at: end.position + 1, max(end.recordedAt ?? now, now), behind: try StoredRows.ledgerEnd(in: session))
        var outcome = outcome
        if let digest = office.digests[open.run.scheme], digest != open.schemeDigest { outcome.schemeDigest = digest }
        var draft = Draft()
        draft.add(
            Proposal(
                contract: LogStream.runs.id, expectedVersion: version,
                events: [RunEvent.completed(number: open.run.number, outcome).new], recordedBy: open.recordedBy))
        guard try EventLog.append(draft, on: .heldEnd(end), now: now, alongside: { [batch] }, in: session) != nil else {
            throw ServiceError.concurrentChange
        }
    }
}
