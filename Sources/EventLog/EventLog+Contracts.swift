public import FoundationEssentials
public import Postgres

extension EventLog {
    /// The contracts whose identifiers are in a range, in order, at most `limit`.
    public static func contracts(in range: ClosedRange<UUID>, atMost limit: Int, _ session: Session) throws -> [UUID] {
        try session.query(
            """
            SELECT contract_id FROM log.event
            WHERE contract_id >= \(range.lowerBound) AND contract_id <= \(range.upperBound) AND version = 1 ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
    }

    /// Those of some contracts that have an event whose payload holds a text. Less is read than by `events(of:in:)`: payloads stay in the database.
    public static func contracts(of contracts: [UUID], withPayloadHolding text: String, in session: Session) throws -> [UUID] {
        try session.query(
            """
            SELECT id FROM unnest(\(contracts)) AS c (id)
            WHERE EXISTS (SELECT FROM log.event WHERE contract_id = c.id AND position(\(text) IN payload::text) > 0)
            """, as: UUID.self)
    }
}
