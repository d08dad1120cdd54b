public import FoundationEssentials
public import Postgres

extension EventLog {
    /// At most `limit` contracts with identifiers in `range`, in order.
    public static func contracts(in range: ClosedRange<UUID>, atMost limit: Int, _ session: Session) throws -> [UUID] {
        try session.query(
            """
            SELECT contract_id FROM log.event
            WHERE \(sql: SQL(unsafe: LogStream.isContract("contract_id"))) AND contract_id >= \(range.lowerBound) AND contract_id <= \(range.upperBound) AND version = 1
            ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
    }

    /// At most `limit` contracts after another one, in order; the first ones after nil.
    ///
    /// - Parameter instant: in microseconds since 1970; contracts of which nothing was recorded by then are left out.
    public static func contracts(
        after contract: UUID?, recordedBy instant: Int64, atMost limit: Int, in session: Session
    ) throws -> [UUID] {
        let condition: SQL = contract.map { "contract_id > \($0)" } ?? "true"
        return try session.query(
            """
            SELECT contract_id FROM log.event
            WHERE \(sql: SQL(unsafe: LogStream.isContract("contract_id"))) AND \(sql: condition) AND version = 1
                AND recorded_at <= \(PostgresTimestamp(microsecondsSince1970: instant))
            ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
    }

    /// The contracts among `contracts` with a payload that contains `text`. Faster than `events(of:in:)`: payloads stay in the database.
    public static func contracts(of contracts: [UUID], withPayloadHolding text: String, in session: Session) throws -> [UUID] {
        try session.query(
            """
            SELECT id FROM unnest(\(contracts)) AS c (id)
            WHERE EXISTS (SELECT FROM log.event WHERE contract_id = c.id AND position(\(text) IN payload::text) > 0)
            """, as: UUID.self)
    }
}
