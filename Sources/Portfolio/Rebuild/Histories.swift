import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Puts the rows of `EventLog.copyOut` together that come contract by contract and by version.
struct Histories {
    /// How many events came.
    private(set) var events = 0
    private var contract: UInt128?
    private var history: [RecordedFact] = []

    /// Hands over the history of each contract of a range up to the position `last`, in their order. In a transaction.
    static func read(
        _ range: ContractRange, through last: Int64, in session: Session, _ body: (UUID, [RecordedFact]) throws -> Void
    ) throws {
        var histories = Histories()
        try EventLog.copyOut(range, through: last, in: session) { row in try histories.take(row, body) }
        try histories.end(body)
    }

    /// Takes the next row; hands over the history that it shows to be complete.
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

    /// Hands over the last history.
    mutating func end(_ body: (UUID, [RecordedFact]) throws -> Void) throws {
        if let contract { try body(UUID(bits: contract), history) }
        history.removeAll(keepingCapacity: true)
    }
}
