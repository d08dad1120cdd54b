import BankFiles
import Billing
import CivilTime
import ContractService
import Dispatch
import EventLog
import Postgres

extension RunDesk {
    /// Records what a bank's file says, in one transaction: each return and credit, and the entries that they make. What was recorded before is not recorded
    /// again, so that the same file can be sent again.
    ///
    /// - Parameter next: the next bytes of the file; empty at its end. It is called on a thread that may wait.
    /// - Throws: `UnreadableBankFile`; `run.inProgress` while a run that the file names is taken back; `ServiceError`; what `next` throws.
    public func record(bankFile next: @escaping @Sendable () throws -> [UInt8], by caller: BankCaller) async throws -> BankFileOutcome {
        let file: BankFile
        do {
            file = try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "bank file").async { continuation.resume(with: Result { try BankFile(next) }) }
            }
        } catch let defect as BankFileDefect { throw UnreadableBankFile(defect) }
        do {
            // A file of many lines takes longer than an order may.
            return try await office.database.withSession { [office] session in
                do { return try Self.record(file, by: caller, office, in: session) } catch {
                    if !session.isFit { _ = try? session.execute("ROLLBACK") }
                    throw error
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    private static func record(
        _ file: BankFile, by caller: BankCaller, _ office: BillingOffice, in session: Session
    ) throws -> BankFileOutcome {
        let now = office.clock.now().microseconds
        let look = try EventLog.look(LogQuery(behind: nil, atMost: 0, with: []), keys: [], holdingHead: true, in: session) { _ in () }
        if let fault = look.clock.fault(at: now) { throw fault }
        var round = try BankFileRound(file.messageId, behind: look.tail.end, now: now, in: session)
        try round.record(file.lines)
        if round.events.isEmpty {
            try EventLog.release(in: session)
            return round.outcome
        }
        var draft = Draft()
        draft.add(
            Proposal(
                contract: LogStream.bank.id, expectedVersion: try EventLog.version(of: LogStream.bank.id, in: session),
                events: round.events, recordedBy: caller.id))
        guard try EventLog.append(draft, on: .heldEnd(look.tail.end), now: now, in: session) != nil else {
            throw ServiceError.concurrentChange
        }
        return round.outcome
    }
}
