public import FoundationEssentials
public import Postgres

extension EventLog {
    /// Passes on the events of a range of contracts, without those of streams, up to the position `last`, ordered by contract and version.
    ///
    /// Each row has the columns `contract_id, version, type, schema, recorded_at, payload`, for `BinaryRow`.
    /// Changes the planner's settings until the session's transaction ends.
    public static func copyOut(
        _ range: ContractRange, through last: Int64, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        // The order of the primary key groups each contract's events without a sort.
        try session.execute(
            "SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)"
        )
        try copyOut("\(range.condition("contract_id")) AND position <= \(last) ORDER BY contract_id, version", in: session, row)
    }

    /// Passes on the same rows for the events after the position `first` up to `last`, in any order.
    public static func copyOut(
        after first: Int64, through last: Int64, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try copyOut("position > \(first) AND position <= \(last)", in: session, row)
    }

    private static func copyOut(_ condition: String, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void) throws {
        let query = """
            COPY (SELECT contract_id, version, type, schema, recorded_at, payload FROM log.event
            WHERE \(LogStream.isContract("contract_id")) AND \(condition)) TO STDOUT (FORMAT binary)
            """
        try session.copyOut(bytesOf: SQL(unsafe: query), row)
    }

    /// When the event at a position was recorded, in microseconds since 1970; nil when there is none.
    public static func recordedAt(_ position: Int64, in session: Session) throws -> Int64? {
        let recordedAt = try session.first("SELECT recorded_at FROM log.event WHERE position = \(position)", as: PostgresTimestamp.self)
        return recordedAt?.microsecondsSince1970
    }

    /// Whether a contract has any event.
    public static func holds(_ contract: UUID, in session: Session) throws -> Bool {
        try session.one("SELECT EXISTS (SELECT FROM log.event WHERE contract_id = \(contract))", as: Bool.self)
    }

    /// The table of idempotency keys, with a column change that alters no value but makes PostgreSQL rewrite the table.
    public static let rewritingOfKeys = ("log.idempotency", "fingerprint TYPE bytea USING fingerprint || ''::bytea")
}
