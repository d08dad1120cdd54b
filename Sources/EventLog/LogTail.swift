public import FoundationEssentials
public import Postgres

/// The events behind a known head, and where the log ends now.
public struct LogTail<Told: Sendable>: Sendable {
    /// The end of the log after this tail.
    public let end: Head
    /// The events behind the known head through ``end``, in order.
    /// Nil when no head is known, when the events are too many, or when the log does not contain the known head.
    public let events: [RecordedEvent]?
    /// The requested histories, each from its first event through ``end``. A contract without events has an empty history.
    public let histories: [UUID: [Told]]
}

extension EventLog {
    /// Reads a tail of the log with histories, in one round trip.
    ///
    /// - Parameter read: converts an event of a history.
    /// - Throws: `LogDamage` when the tail or a history has a hole; errors of `read`.
    public static func tail<Told>(
        _ query: LogQuery, in session: Session, _ read: @escaping (borrowing ToldEvent) throws -> Told
    ) throws -> LogTail<Told> {
        // Read the head first: the later statements then contain every event up to it, and perhaps newer ones.
        if query.contracts.isEmpty {
            let (heads, events) = try session.pipeline(headNow, following(query))
            return try LogTail(query, heads.first, events, [])
        }
        let (heads, events, rows) = try session.pipeline(headNow, following(query), history(of: query.contracts, read))
        return try LogTail(query, heads.first, events, rows)
    }

    /// Reads a tail of the log with histories, the answers kept under keys, and the log's clock, in one round trip.
    ///
    /// - Parameters:
    ///   - keys: the idempotency keys of the commands to decide.
    ///   - holdingHead: whether to begin a transaction and lock the head first, so that nobody else appends until it ends. If this throws,
    ///     the transaction is still open.
    ///   - read: converts an event of a history.
    /// - Throws: `LogDamage` when the tail or a history has a hole; errors of `read`.
    public static func look<Told>(
        _ query: LogQuery, keys: [String], holdingHead: Bool, in session: Session, _ read: @escaping (borrowing ToldEvent) throws -> Told
    ) throws -> LogLook<Told> {
        let (heads, events, rows, answers) =
            if holdingHead {
                { ($0.1, $0.2, $0.3, $0.4) }(
                    try session.pipeline(
                        begin, AppendStatement.lockingHead, following(query), history(of: query.contracts, read), kept(under: keys)))
            } else {
                try session.pipeline(
                    AppendStatement.headAndClock, following(query), history(of: query.contracts, read), kept(under: keys))
            }
        guard let (head, clock) = heads.first else { throw LogDamage(position: 0, .headMissing) }
        return LogLook(
            tail: try LogTail(query, head, events, rows), answers: Dictionary(uniqueKeysWithValues: answers), clock: clock)
    }

    private static func following(_ query: LogQuery) -> Statement<[RecordedEvent]> {
        following(query.known?.position ?? .max, limit: query.longestTail + 1)
    }

    private static func history<Told>(
        of contracts: [UUID], _ read: @escaping (borrowing ToldEvent) throws -> Told
    ) -> Statement<[HistoryRow<Told>]> {
        Statement.query(
            """
            SELECT contract_id, version, position, type, schema, recorded_at, payload FROM log.event WHERE contract_id = ANY (\(contracts))
            ORDER BY contract_id, version
            """
        ) { row in
            let event = ToldEvent(
                version: try row.value(at: 1), recordedAt: try row.value(at: 5, as: PostgresTimestamp.self).microsecondsSince1970,
                type: try row.value(at: 3), schema: try row.value(at: 4), payload: try row.bytes(at: 6))
            return HistoryRow(
                contract: try row.value(at: 0), version: event.version, position: try row.value(at: 2), told: try read(event))
        }
    }
}

/// An event of a history, converted by `read`.
private struct HistoryRow<Told> {
    let contract: UUID
    let version: Int
    let position: Int64
    let told: Told
}

extension LogTail {
    fileprivate init(_ query: LogQuery, _ head: Head?, _ following: [RecordedEvent], _ rows: [HistoryRow<Told>]) throws {
        guard let head else { throw LogDamage(position: 0, .headMissing) }
        events = try query.known.flatMap { try Self.continuing($0, to: head, following, limit: query.longestTail) }
        let end = events?.last.map { Head(position: $0.position, hash: $0.hash, recordedAt: $0.recordedAt) } ?? head
        var histories = Dictionary(query.contracts.map { ($0, [Told]()) }) { first, _ in first }
        for row in rows where row.position <= end.position {
            guard row.version == (histories[row.contract]?.count ?? 0) + 1 else {
                throw LogDamage(position: row.position, .versionOutOfOrder)
            }
            histories[row.contract]?.append(row.told)
        }
        (self.end, self.histories) = (end, histories)
    }

    /// The events behind the known head; nil when there are too many or the log does not contain it.
    private static func continuing(_ known: Head, to head: Head, _ events: [RecordedEvent], limit: Int) throws -> [RecordedEvent]? {
        guard let first = events.first else { return known.position == head.position && known.hash == head.hash ? [] : nil }
        guard events.count <= limit else { return nil }
        try EventLog.checkNoHole(after: known.position, events)
        // A matching hash proves that this log contains the known head.
        return EventHash.of(first, after: known.hash) == first.hash ? events : nil
    }
}
