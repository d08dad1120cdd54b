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
}
