import FoundationEssentials
import Postgres

/// The rows of a small append, column by column: one statement per table.
struct InsertedRows {
    private var contracts: [UUID] = []
    private var versions: [Int32] = []
    private var types: [String] = []
    private var schemas: [Int16] = []
    private var recorders: [String] = []
    private var payloads: [[UInt8]] = []
    private var positions: [Int64] = []
    private var hashes: [[UInt8]] = []
    private var keyDigests: [[UInt8]] = []
    private var keys: [(key: IdempotencyKey, proposal: Proposal, position: Int64, salt: UUID?)] = []

    /// Adds one event of a proposal, with its place in the log.
    mutating func add(_ proposal: Proposal, _ index: Int, at head: Head, keyDigest: [UInt8]) {
        let event = proposal.events[index]
        contracts.append(proposal.contract)
        versions.append(Int32(proposal.expectedVersion + 1 + index))
        types.append(event.type)
        schemas.append(Int16(event.schema))
        recorders.append(proposal.recordedBy)
        payloads.append(event.payload)
        positions.append(head.position)
        hashes.append(head.hash)
        keyDigests.append(keyDigest)
    }

    /// Adds the key of a proposal, if it has one. `position` is the end of the log after the proposal.
    mutating func addKey(of proposal: Proposal, at position: Int64, salt: UUID?) {
        if let key = proposal.idempotency { keys.append((key, proposal, position, salt)) }
    }

    /// - Parameter ifHeadIsMoved: whether the rows are inserted only if the transaction has moved the head.
    func statements(at instant: Int64, ifHeadIsMoved: Bool) -> [Statement<Int>] {
        let condition: SQL =
            ifHeadIsMoved ? "WHERE EXISTS (SELECT FROM log.head WHERE xmin = pg_current_xact_id_if_assigned()::xid)" : ""
        let instant = PostgresTimestamp(microsecondsSince1970: instant)
        var statements: [Statement<Int>] = []
        if !contracts.isEmpty {
            statements.append(
                Statement.execute(
                    """
                    INSERT INTO log.event (\(sql: Draft.eventColumns))
                    SELECT contract_id, version, type, schema, recorded_by, convert_from(payload, 'UTF8')::json, key_digest, position,
                        \(instant), hash
                    FROM unnest(
                        \(contracts), \(versions), \(types), \(schemas), \(recorders), \(payloads), \(keyDigests), \(positions), \(hashes)
                    ) AS e (contract_id, version, type, schema, recorded_by, payload, key_digest, position, hash)
                    \(sql: condition)
                    """))
        }
        if !keys.isEmpty {
            let (first, last) = (
                keys.map { $0.proposal.events.isEmpty ? nil : Int32($0.proposal.expectedVersion + 1) },
                keys.map { $0.proposal.events.isEmpty ? nil : Int32($0.proposal.version) }
            )
            statements.append(
                Statement.execute(
                    """
                    INSERT INTO log.idempotency (\(sql: Draft.keyColumns)) SELECT *, \(instant) FROM unnest(
                        \(keys.map(\.key.key)), \(keys.map(\.key.fingerprint)), \(keys.map(\.proposal.contract)), \(first), \(last),
                        \(keys.map { Int32($0.proposal.version) }), \(keys.map(\.salt)), \(keys.map(\.position)))
                    \(sql: condition)
                    """))
        }
        return statements
    }
}
