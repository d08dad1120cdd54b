import CivilTime
import ContractService
import Contracts
import FoundationEssentials
import Postgres

/// Reads the histories of many contracts from the log, one contract after the other.
struct HistoryReader {
    /// Contracts from the first on, and before the second; `nil` is open.
    struct Range: Sendable {
        let from: UUID?
        let until: UUID?

        /// The range as a condition on a column.
        func condition(_ column: String) -> String {
            [from.map { "\(column) >= '\($0)'" }, until.map { "\(column) < '\($0)'" }].compactMap(\.self).reduce("true") {
                "\($0) AND \($1)"
            }
        }
    }

    /// Inside a transaction.
    let session: Session
    /// The last position that counts.
    let through: Int64

    /// Hands over the history of each contract of a range, in their order.
    ///
    /// - Returns: the number of events.
    @discardableResult
    func read(_ range: Range, _ body: (UUID, [RecordedFact]) throws -> Void) throws -> Int {
        // In the order of the key, so that each contract's events are together and nothing is sorted.
        try session.execute(
            "SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)"
        )
        var histories = Histories()
        try copyOut("\(range.condition("contract_id")) AND position <= \(through) ORDER BY contract_id, version") { row in
            try histories.take(row, body)
        }
        try histories.end(body)
        return histories.events
    }

    /// Hands over the events behind a position, as rows for `Histories`.
    func readRows(after first: Int64, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        try copyOut("position > \(first) AND position <= \(through)", body)
    }

    private func copyOut(_ condition: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let query = """
            COPY (SELECT contract_id, version, type, schema, recorded_at, payload FROM log.event WHERE \(condition)) TO STDOUT (FORMAT binary)
            """
        try session.copyOut(bytesOf: SQL(unsafe: query), body)
    }

    /// Puts rows together that come contract by contract and by version.
    struct Histories {
        /// How many came.
        private(set) var events = 0
        private var contract: UInt128?
        private var history: [RecordedFact] = []

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

        /// Hands over the last.
        mutating func end(_ body: (UUID, [RecordedFact]) throws -> Void) throws {
            if let contract { try body(UUID(bits: contract), history) }
            history.removeAll(keepingCapacity: true)
        }
    }

    /// Cuts all contracts into ranges of about `size`, by a sample of the log.
    static func ranges(of size: Int64, in session: Session) throws -> [Range] {
        let events = try session.one("SELECT position FROM log.head", as: Int64.self)
        let count = max(1, events / (size * 20))
        // Twenty samples for each, so that they are about as large as one another.
        let percent = min(100, 2000 * Double(count) / Double(max(1, events)))
        let sampled = try session.query(
            SQL(unsafe: "SELECT contract_id FROM log.event TABLESAMPLE SYSTEM (\(percent)) ORDER BY contract_id"), as: UUID.self)
        var bounds: [UUID] = []
        for place in 1..<max(1, min(Int(count), sampled.count)) {
            let bound = sampled[place * sampled.count / Int(count)]
            if bounds.last != bound { bounds.append(bound) }
        }
        return zip([nil] + bounds.map(Optional.some), bounds.map(Optional.some) + [nil]).map { Range(from: $0, until: $1) }
    }
}
