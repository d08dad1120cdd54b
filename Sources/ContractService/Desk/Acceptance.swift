import CivilTime
import Contracts
import EventLog
public import JSON
import Postgres

/// The answer to a command that was accepted.
public struct Acceptance: Sendable {
    /// Its wire form.
    public let body: JSON
    /// Whether the command is the contract's first.
    public let created: Bool
    /// The contract's version after it.
    public let version: Int
    /// Whether this is the first answer again, to a retry under the same key.
    public let replayed: Bool
}

extension Acceptance {
    /// The answer to a command that recorded these facts.
    init(_ receipt: Receipt, facts: [Fact], replayed: Bool = false) {
        let first = receipt.versions?.lowerBound ?? 0
        body = [
            "contract": JSON(ContractID(receipt.contract)), "version": JSON(receipt.version), "position": JSON(Int(receipt.position)),
            "recordedAt": JSON(Instant(microseconds: receipt.recordedAt)),
            "events": .array(zip(first..., facts).map { .event(version: $0, fact: $1) }),
        ]
        created = first == 1
        version = receipt.version
        self.replayed = replayed
    }

    /// The first answer again.
    init(replaying receipt: Receipt, in session: Session) throws {
        let events = try EventLog.events(of: [receipt.contract], in: session)[receipt.contract] ?? []
        let facts = try events.filter { receipt.versions?.contains($0.version) ?? false }.map { try Ledger.Entry($0).fact.fact }
        self.init(receipt, facts: facts, replayed: true)
    }

    /// What a command would do.
    init(trying decision: Decision, on contract: Contract, of id: ContractID) {
        var facts: [Fact] = []
        var changes = Changes.none
        if case .record(let fact) = decision {
            facts = [fact]
            changes = contract.changes(by: fact)
        }
        body = [
            "contract": JSON(id), "dryRun": true, "version": JSON(contract.version),
            "events": .array(zip((contract.version + 1)..., facts).map { .event(version: $0, fact: $1) }), "changes": .changes(changes),
        ]
        created = false
        version = contract.version
        replayed = false
    }
}

extension JSON {
    /// An event as answers show it: what was told stands under `data`.
    static func event(version: Int, fact: Fact) -> JSON {
        [
            "version": JSON(version), "type": .string(fact.commandName.eventType), "effectiveOn": JSON(fact.effectiveOn),
            "data": fact.payload,
        ]
    }
}
