import Billing
import CivilTime
import ContractService
import Contracts
import Crypto
import EventLog
import JSON
import Postgres
import Synchronization

extension RunDesk {
    /// Records what a clerk tells about money: its events, its rows and its entries, or nothing.
    ///
    /// - Throws: `BillingRefusal`; `ServiceError`.
    public func record(_ order: BankOrder, by caller: BankCaller) async throws -> BankAnswer {
        if case .fact(_, _, _, _, _, let reference) = order, PersonalWords.stand(in: reference) {
            throw ServiceError.personalWords(pointer: "/reference")
        }
        let key = try idempotencyKey(caller.key, of: caller.id, for: order.json)
        // Before the log's end is held: a file can be large.
        let fileHash = try await fileHash(for: order)
        do {
            return try await commands.withSession { [office] session in
                do { return try Self.record(order, by: caller, key, fileHash: fileHash, office, in: session) } catch {
                    if !session.isFit { _ = try? session.execute("ROLLBACK") }
                    throw error
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    private static func record(
        _ order: BankOrder, by caller: BankCaller, _ key: IdempotencyKey?, fileHash: String?, _ office: BillingOffice, in session: Session
    ) throws -> BankAnswer {
        let now = office.clock.now().microseconds
        let look = try EventLog.look(
            LogQuery(behind: nil, atMost: 0, with: []), keys: key.map { [$0.key] } ?? [], holdingHead: true, in: session
        ) { _ in () }
        if let key, let kept = look.answers[key.key] {
            guard kept.fingerprint == key.fingerprint, kept.receipt.contract == LogStream.bank.id,
                let event = try EventLog.page(after: kept.receipt.position - 1, limit: 1, in: session).first
            else { throw ServiceError.idempotencyMismatch }
            try EventLog.release(in: session)
            return BankAnswer(json: try answer(event.type, event.payload, at: event.position, event.recordedAt), isReplayed: true)
        }
        if let fault = look.clock.fault(at: now) { throw fault }
        var round = try BankRound(office, by: caller, fileHash: fileHash, behind: look.tail.end, now: now, in: session)
        try round.record(order)
        var draft = Draft()
        draft.add(
            Proposal(
                contract: LogStream.bank.id, expectedVersion: try EventLog.version(of: LogStream.bank.id, in: session),
                events: round.events, recordedBy: caller.id, idempotency: key))
        guard let appended = try EventLog.append(draft, on: .heldEnd(look.tail.end), now: now, in: session),
            let receipt = appended.receipts.first, let event = round.events.last
        else { throw ServiceError.concurrentChange }
        return BankAnswer(json: try answer(event.type, event.payload, at: receipt.position, receipt.recordedAt))
    }

    /// What the log has, without the hashes of rows.
    private static func answer(_ type: String, _ payload: [UInt8], at position: Int64, _ recordedAt: Int64) throws -> JSON {
        let fields = try JSON(parsing: payload).object?.members ?? []
        return .object(
            JSON.Object(
                [
                    ("position", .integer(position)), ("recordedAt", .string(Instant(microseconds: recordedAt).description)),
                    ("type", .string(type)),
                ] + fields.filter { $0.key != BankEvent.hashes }.map { ($0.key, $0.value) }))
    }

    /// The hash of the file that an order hands over; `nil` for other orders, and when the file's state or the day refuses it.
    ///
    /// - Throws: `ServiceError.personErased` when one of its people was erased: nobody can read the file, so no bank gets it.
    private func fileHash(for order: BankOrder) async throws -> String? {
        guard case .handOver(let id, let day) = order, var file = try await serving({ try StoredRows.file(id, in: $0) })?.file else {
            return nil
        }
        do throws(BillingRefusal) { try file.handOver(on: day) } catch { return nil }
        let digest = Mutex(SHA256())
        try await paymentFile(id, knownAt: nil).text.write { bytes in digest.withLock { $0.update(data: bytes) } }
        return hexadecimal(digest.withLock { $0.finalize() })
    }
}
