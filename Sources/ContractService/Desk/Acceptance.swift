import CivilTime
import Contracts
import EventLog
public import JSON

/// The answer to a command that was accepted.
public struct Acceptance: Sendable {
    /// Whether the command is the contract's first.
    public let created: Bool
    /// The contract's version after it.
    public let version: Int
    /// Whether this is the first answer again, to a retry under the same key.
    public let replayed: Bool

    /// What the caller should know besides.
    var notices: [Notice] = []

    private let content: Content

    /// The log's position with what it recorded; `nil` when it only shows something.
    public var position: Int64? { if case .recorded(let receipt, _) = content { receipt.position } else { nil } }

    private enum Content {
        case recorded(Receipt, [Fact])
        /// Written already: what a command would do to a large contract has megabytes.
        case shown([UInt8])
    }

    /// Its wire form, written.
    public var bytes: [UInt8] { if case .shown(let bytes) = content { bytes } else { body.bytes() } }

    /// Its wire form, made when it is asked for.
    public var body: JSON {
        switch content {
        case .shown(let bytes): (try? JSON(parsing: bytes)) ?? .null
        case .recorded(let receipt, let facts):
            .fields([
                ("contract", JSON(ContractID(receipt.contract))), ("version", JSON(receipt.version)),
                ("position", JSON(Int(receipt.position))), ("recordedAt", JSON(Instant(microseconds: receipt.recordedAt))),
                ("events", .array(zip((receipt.versions?.lowerBound ?? 0)..., facts).map { .event(version: $0, fact: $1) })),
                ("notices", notices.isEmpty ? nil : .array(notices.map(\.json))),
            ])
        }
    }
}

extension Acceptance {
    /// The answer to a command that recorded these facts.
    init(_ receipt: Receipt, facts: [Fact], replayed: Bool = false) {
        content = .recorded(receipt, facts)
        created = receipt.versions?.lowerBound == 1
        version = receipt.version
        self.replayed = replayed
    }

    /// An answer with this wire form.
    init(body: JSON, created: Bool, version: Int, replayed: Bool) {
        content = .shown(body.bytes())
        self.created = created
        self.version = version
        self.replayed = replayed
    }

    /// What a command would do that told these facts, all of them new.
    init(trying facts: [Fact], on contract: Contract, of id: ContractID) {
        let changes = facts.isEmpty ? Changes.none : contract.changes(by: facts)
        let body: JSON = [
            "contract": JSON(id), "dryRun": true, "version": JSON(contract.version),
            "events": .array(zip((contract.version + 1)..., facts).map { .event(version: $0, fact: $1) }),
            "changes": .changes(changes, settledThrough: Month(of: contract.asOf)),
        ]
        content = .shown(body.bytes())
        created = false
        version = contract.version
        replayed = false
    }
}

extension JSON {
    /// An event as answers show it: what was told stands under `data`.
    static func event(version: Int, fact: Fact) -> JSON {
        [
            "version": JSON(version), "type": .string(fact.eventType), "effectiveOn": JSON(fact.effectiveOn),
            "data": fact.payload,
        ]
    }
}
