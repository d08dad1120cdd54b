public import FoundationEssentials
public import Postgres

extension EventLog {
    /// Hands over the events of a range of contracts up to the position `last`, contract by contract and by version.
    ///
    /// Each is a row of `contract_id, version, type, schema, recorded_at, payload` for `BinaryRow`. The planner's settings are changed until the end of the
    /// session's transaction.
    public static func copyOut(
        _ range: ContractRange, through last: Int64, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        // In the order of the key, so that each contract's events are together and nothing is sorted.
        try session.execute(
            "SELECT set_config('enable_sort', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)"
        )
        try copyOut("\(range.condition("contract_id")) AND position <= \(last) ORDER BY contract_id, version", in: session, row)
    }

    /// The same rows for the events after the position `first` up to `last`, in any order.
    public static func copyOut(
        after first: Int64, through last: Int64, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        try copyOut("position > \(first) AND position <= \(last)", in: session, row)
    }

    private static func copyOut(_ condition: String, in session: Session, _ row: (UnsafeRawBufferPointer) throws -> Void) throws {
        let query = """
            COPY (SELECT contract_id, version, type, schema, recorded_at, payload FROM log.event WHERE \(condition)) TO STDOUT (FORMAT binary)
            """
        try session.copyOut(bytesOf: SQL(unsafe: query), row)
    }

    /// When the event at a position was recorded, in microseconds since 1970; nil when there is none.
    public static func recordedAt(_ position: Int64, in session: Session) throws -> Int64? {
        let recordedAt = try session.first("SELECT recorded_at FROM log.event WHERE position = \(position)", as: PostgresTimestamp.self)
        return recordedAt?.microsecondsSince1970
    }

    /// Whether anything was recorded of a contract.
    public static func holds(_ contract: UUID, in session: Session) throws -> Bool {
        try session.one("SELECT EXISTS (SELECT FROM log.event WHERE contract_id = \(contract))", as: Bool.self)
    }

    /// The table of idempotency keys, and a change of a column that alters nothing and makes PostgreSQL write the table anew.
    public static let rewritingOfKeys = ("log.idempotency", "fingerprint TYPE bytea USING fingerprint || ''::bytea")
}
