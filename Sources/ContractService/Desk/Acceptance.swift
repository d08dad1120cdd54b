import CivilTime
import Contracts
import EventLog
public import JSON

/// The answer to an accepted command.
public struct Acceptance: Sendable {
    /// Whether the command is the contract's first.
    public let created: Bool
    /// The contract's version after the command.
    public let version: Int
    /// Whether this repeats the first answer, for a retry under the same key.
    public let replayed: Bool

    /// Further information for the caller.
    var notices: [Notice] = []

    /// The contract and the new facts of a dry run; `nil` for a command that was recorded.
    public private(set) var tried: TriedContract?

    private var content: Content

    /// The position of the command's last event, or of the log's end when it recorded none; `nil` for a dry run.
    public var position: Int64? { if case .recorded(let receipt, _) = content { receipt.position } else { nil } }

    private enum Content {
        case recorded(Receipt, [Fact])
        /// Already encoded: the answer to a dry run on a large contract has megabytes.
        case shown([UInt8])
    }

    /// The answer as JSON bytes.
    public var bytes: [UInt8] { if case .shown(let bytes) = content { bytes } else { body.bytes() } }

    /// The answer as JSON, built on demand.
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
    /// The answer to a command with these recorded facts.
    init(_ receipt: Receipt, facts: [Fact], replayed: Bool = false) {
        content = .recorded(receipt, facts)
        created = receipt.versions?.lowerBound == 1
        version = receipt.version
        self.replayed = replayed
    }

    /// An answer with this JSON.
    init(body: JSON, created: Bool, version: Int, replayed: Bool) {
        content = .shown(body.bytes())
        self.created = created
        self.version = version
        self.replayed = replayed
    }

    /// The answer to a dry run of a command with these facts, all of them new.
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
        tried = TriedContract(contract, facts)
    }

    /// Adds a member to the answer to a dry run. The answer must not have one of this name.
    public mutating func add(_ name: String, _ value: JSON) {
        guard case .shown(let bytes) = content, bytes.last == UInt8(ascii: "}") else { return }
        content = .shown(bytes.dropLast() + [UInt8(ascii: ",")] + JSON.object([name: value]).bytes().dropFirst())
    }
}

extension JSON {
    /// An event as answers show it: the fact's fields are under `data`.
    static func event(version: Int, fact: Fact) -> JSON {
        [
            "version": JSON(version), "type": .string(fact.eventType), "effectiveOn": JSON(fact.effectiveOn),
            "data": fact.payload,
        ]
    }
}
