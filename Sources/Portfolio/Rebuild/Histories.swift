import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Groups the rows of `EventLog.copyOut`, sorted by contract and version, into histories.
struct Histories {
    /// How many events were read.
    private(set) var events = 0
    private var contract: UInt128?
    private var history: [RecordedFact] = []

    /// Passes the history of each contract in `range` up to the position `last` to `body`, in order. Call it in a transaction.
    static func read(
        _ range: ContractRange, through last: Int64, in session: Session, _ body: (UUID, [RecordedFact]) throws -> Void
    ) throws {
        var histories = Histories()
        try EventLog.copyOut(range, through: last, in: session) { row in try histories.take(row, body) }
        try histories.end(body)
    }

    /// Takes the next row. A row of another contract completes the history before it, which goes to `body`.
    mutating func take(_ row: UnsafeRawBufferPointer, _ body: (UUID, [RecordedFact]) throws -> Void) throws {
        guard var row = BinaryRow(row) else { return }
        let id = try row.uuid()
        if id != contract {
            try end(body)
            contract = id
        }
        let version = Int(try row.int32())
        let type = try row.textOrNull() ?? ""
        let schema = Int(try row.int16())
        history.append(
            try RecordedFact(version: version, recordedAt: Instant(row.value()), type: type, schema: schema, payload: row.bytes()))
        events += 1
    }

    /// Passes the last history to `body`.
    mutating func end(_ body: (UUID, [RecordedFact]) throws -> Void) throws {
        if let contract { try body(UUID(bits: contract), history) }
        history.removeAll(keepingCapacity: true)
    }
}
