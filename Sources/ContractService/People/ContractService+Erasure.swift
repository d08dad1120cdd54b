import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import JSON
public import Postgres
public import Vault

extension ContractService {
    /// Erases a person for good, and records the erasure.
    ///
    /// Destroys the person's present and earlier data in the vault, search tokens, and the fingerprints of commands with such data.
    ///
    /// All of it is one transaction. On success it is durable. On failure nothing is changed, or a retry settles it.
    /// For a person erased before, returns the first answer.
    ///
    /// - Parameters:
    ///   - caller: the identifier of the erasing caller, for the event and the register of erasures.
    ///   - proposer: the caller who proposed the erasure, if `caller` confirmed it. The event names both.
    /// - Throws: `contract.unknown`, `beneficiary.unknown`, `ServiceError.personalWords`.
    public func erase(
        _ person: Person, of contract: ContractID, for order: ErasureOrder, by caller: String, proposedBy proposer: String? = nil
    ) async throws -> ErasedPerson {
        let erasure = PersonErasure(person: person, contract: contract, order: order, caller: caller, proposer: proposer, clock: clock)
        do {
            return try await people.database.withSession { session in try erasure.run(in: session) }
        } catch { throw ServiceError(error) ?? error }
    }

    /// Checks whether a person can be erased now; changes nothing.
    ///
    /// - Throws: The errors of ``erase(_:of:for:by:proposedBy:)``, and `ServiceError.personErased` for a person erased before.
    public func checkErasure(_ person: Person, of contract: ContractID, for order: ErasureOrder) async throws {
        try await ContractService.check(person, in: questions.history(of: contract).map(\.fact.fact))
        if let pointer = order.personalWords { throw ServiceError.personalWords(pointer: pointer) }
    }
}

extension ErasureEntry {
    /// Erases the person again, in the name of the caller who erased them first.
    ///
    /// - Parameters:
    ///   - clock: that of the log.
    ///   - session: has the rights of the service.
    /// - Throws: The errors of an append.
    public func repeated(by clock: any ServiceClock, in session: Session) throws -> RepeatedErasure {
        guard let person = Person("\(self.person)") else { throw VaultError.damaged(contract: contract, person: self.person) }
        let day = Instant(microseconds: at).parisDay
        let order = try ErasureOrder(["reason": .string("Effacement du \(day), répété après une restauration")])
        let erasure = PersonErasure(
            person: person, contract: ContractID(contract), order: order, caller: caller, proposer: nil, clock: clock)
        do {
            _ = try erasure.run(in: session)
            return .erased
        } catch ServiceError.refused(.contractUnknown, _, _, _), ServiceError.refused(.beneficiaryUnknown, _, _, _) {
            return .personUnknown
        }
    }
}

/// One erasure, in one transaction.
private struct PersonErasure {
    let person: Person
    let contract: ContractID
    let order: ErasureOrder
    let caller: String
    let proposer: String?
    let clock: any ServiceClock

    func run(in session: Session) throws -> ErasedPerson {
        do {
            // While the head is locked, the contract cannot change.
            let query = LogQuery(behind: nil, atMost: 0, with: [contract.uuid])
            let look = try EventLog.look(query, keys: [], holdingHead: true, in: session) { event in
                try RecordedFact(event)
            }
            if let fault = look.clock.fault(at: clock.now().microseconds) { throw fault }
            let history = look.tail.histories[contract.uuid, default: []]
            try ContractService.checkKnown(person, in: history.map(\.fact))
            if let pointer = order.personalWords { throw ServiceError.personalWords(pointer: pointer) }
            guard let earlier = history.first(where: { $0.fact.erases(person) }) else {
                return try record(after: history.count, behind: look.tail.end, in: session)
            }
            try EventLog.release(in: session)
            let position = try EventLog.events(of: [contract.uuid], in: session)[contract.uuid]?[earlier.version - 1].position
            return ErasedPerson(person, of: contract, version: earlier.version, position: position ?? 0, at: earlier.recordedAt)
        } catch {
            // If ROLLBACK fails too, the connection is closed, and its transaction ends with it.
            if !session.isFit { _ = try? session.execute("ROLLBACK") }
            throw error
        }
    }

    private func record(after version: Int, behind end: Head, in session: Session) throws -> ErasedPerson {
        var draft = Draft()
        draft.add(
            Proposal(
                contract: contract.uuid, expectedVersion: version,
                events: [NewEvent(.erasure(Erasure(of: person, reason: order.reason)), from: order.source, proposedBy: proposer)],
                recordedBy: caller))
        let now = clock.now().microseconds
        let appended = try EventLog.append(
            draft, on: .heldEnd(end), now: now, alongside: { try Vault.erase(by: version + 1, of: contract.uuid, in: session) }, in: session
        )
        guard let receipt = appended?.receipts.first else { throw ServiceError.concurrentChange }
        return ErasedPerson(
            person, of: contract, version: receipt.version, position: receipt.position, at: Instant(microseconds: receipt.recordedAt))
    }
}
