import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
public import JSON
import Postgres

extension RunDesk {
    /// Records what a clerk tells about money: its events, its rows and its entries, or nothing.
    ///
    /// - Parameter caller: who tells it.
    /// - Returns: the answer: what was recorded, and where the log has it.
    /// - Throws: `BillingRefusal`; `ServiceError`.
    public func record(_ order: BankOrder, by caller: String) async throws -> JSON {
        do {
            return try await commands.withSession { [office] session in
                do { return try Self.record(order, by: caller, office, in: session) } catch {
                    if !session.isFit { _ = try? session.execute("ROLLBACK") }
                    throw error
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    private static func record(_ order: BankOrder, by caller: String, _ office: BillingOffice, in session: Session) throws -> JSON {
        let now = office.clock.now().microseconds
        let look = try EventLog.look(LogQuery(behind: nil, atMost: 0, with: []), keys: [], holdingHead: true, in: session) { _ in () }
        if let fault = look.clock.fault(at: now) { throw fault }
        var round = try BankRound(office, behind: look.tail.end, now: now, in: session)
        try round.record(order)
        var draft = Draft()
        draft.add(
            Proposal(
                contract: LogStream.bank.id, expectedVersion: try EventLog.version(of: LogStream.bank.id, in: session),
                events: round.events.map(\.new), recordedBy: caller))
        guard let appended = try EventLog.append(draft, on: .heldEnd(look.tail.end), now: now, in: session),
            let receipt = appended.receipts.first, let event = round.events.first
        else { throw ServiceError.concurrentChange }
        return .object(
            JSON.Object(
                [
                    ("position", .integer(receipt.position)),
                    ("recordedAt", .string(Instant(microseconds: receipt.recordedAt).description)),
                    ("type", .string(event.type)),
                ] + event.fields.members.map { ($0.key, $0.value) }))
    }
}
