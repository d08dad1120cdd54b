public import FoundationEssentials
public import Postgres

extension EventLog {
    /// The positions of the events of `contracts`, by version.
    public static func positions(of contracts: [UUID], in session: Session) throws -> [UUID: [Int64]] {
        let rows = try session.query(
            "SELECT contract_id, position FROM log.event WHERE contract_id = ANY (\(contracts)) ORDER BY contract_id, version",
            as: (UUID, Int64).self)
        return Dictionary(grouping: rows, by: \.0).mapValues { $0.map(\.1) }
    }

    /// The events of `contracts` that have one of these types, in order of contract and version.
    public static func events(of contracts: [UUID], ofTypes types: [String], in session: Session) throws -> [RecordedEvent] {
        try session.pipeline([
            Statement.query(
                """
                SELECT \(sql: columns) FROM log.event WHERE contract_id = ANY (\(contracts)) AND type = ANY (\(types)) ORDER BY contract_id, version
                """, RecordedEvent.init)
        ])[0]
    }

    /// A query: the contracts of which a mandate was registered after a position and by another. An index tells them.
    public static func mandatesRegistered(after first: Int64, by last: Int64) -> SQL {
        "SELECT contract_id FROM log.event WHERE type = 'mandateRegistered' AND position > \(first) AND position <= \(last)"
    }

    /// A condition: of the events of a contract after a position and by another that have one of some types, the last one has `type`.
    ///
    /// - Parameter contract: a column.
    public static func isLast(_ type: String, of types: [String], about contract: SQL, after first: Int64, by last: Int64) -> SQL {
        """
        coalesce((
            SELECT event.type FROM log.event WHERE event.contract_id = \(sql: contract) AND event.type = ANY (\(types))
                AND event.position > \(first) AND event.position <= \(last) ORDER BY event.version DESC LIMIT 1) = \(type), false)
        """
    }

    /// At most `limit` events of a contract or a stream after a version, in order.
    public static func events(of contract: UUID, after version: Int, atMost limit: Int, in session: Session) throws -> [RecordedEvent] {
        try session.pipeline([
            Statement.query(
                """
                SELECT \(sql: columns) FROM log.event WHERE contract_id = \(contract) AND version > \(Int32(version)) ORDER BY version LIMIT \(limit)
                """, RecordedEvent.init)
        ])[0]
    }

    /// The version of the last event of a contract or a stream; 0 without events.
    public static func version(of contract: UUID, in session: Session) throws -> Int {
        try session.one("SELECT coalesce(max(version), 0)::bigint FROM log.event WHERE contract_id = \(contract)", as: Int.self)
    }

    /// Returns the first damaged event of a contract; nil when all are intact.
    ///
    /// Computes each hash again from the event and the previous hash in the log. This proves that the events agree with their neighbours.
    /// Only ``verify(_:pageSize:progress:)`` and a head kept elsewhere prove that the whole log is the original.
    ///
    /// - Parameter events: all events of one contract, in order, as they were read.
    public static func firstDamage(in events: [RecordedEvent], in session: Session) throws -> LogDamage? {
        let positions = events.map { $0.position - 1 }
        let before = try session.query("SELECT position, hash FROM log.event WHERE position = ANY (\(positions))") { row in
            (try row.value(at: 0, as: Int64.self), try row.value(at: 1, as: [UInt8].self))
        }
        var hashes = Dictionary(before) { first, _ in first }
        hashes[0] = Head.empty.hash
        var last: RecordedEvent?
        for event in events {
            guard event.version == (last?.version ?? 0) + 1, event.position > last?.position ?? 0 else {
                return LogDamage(event, .versionOutOfOrder)
            }
            if let last, event.recordedAt < last.recordedAt { return LogDamage(event, .recordedAtGoesBack) }
            guard let hash = hashes[event.position - 1] else { return LogDamage(position: event.position - 1, .missing) }
            if event.hash != EventHash.of(event, after: hash) { return LogDamage(event, .hashDiffers) }
            last = event
        }
        return nil
    }
}
