import FoundationEssentials
public import Postgres

extension AccessLog {
    /// The readings that match a filter, the latest first, at most `limit`.
    public func readings(_ filter: ReadingFilter, limit: Int) async throws -> [RecordedReading] {
        var conditions: [SQL] = ["true"]
        if let contract = filter.contract { conditions.append("contract_id = \(contract)") }
        if let caller = filter.caller { conditions.append("caller = \(caller)") }
        if let from = filter.from { conditions.append("at >= \(PostgresTimestamp(microsecondsSince1970: from))") }
        if let before = filter.before { conditions.append("at < \(PostgresTimestamp(microsecondsSince1970: before))") }
        if let position = filter.beforePosition { conditions.append("position < \(position)") }
        let condition = SQL.joined(conditions, separator: " AND ")
        return try await database.withSession { session in
            try session.query(
                """
                SELECT position, at, caller, role, what, contract_id, person, fields, found, trace FROM access.reading
                WHERE \(sql: condition) ORDER BY position DESC LIMIT \(limit)
                """,
                as: (Int64, PostgresTimestamp, String, String, String, UUID?, String?, [String], Int, String?).self
            ).map { position, at, caller, role, what, contract, person, fields, found, trace in
                guard let subject = Reading.Subject(rawValue: what) else { throw UnknownSubject(name: what) }
                return RecordedReading(
                    position: position, at: at.microsecondsSince1970,
                    reading: Reading(
                        caller: caller, role: role, subject: subject, contract: contract, person: person, fields: fields,
                        found: found, trace: trace))
            }
        }
    }

    /// A newer version of the service recorded a kind of reading unknown here.
    struct UnknownSubject: Error { let name: String }

    /// Drops the months that ended more than `months` months ago; `months` is 6 to 36.
    ///
    /// - Returns: how many months were dropped.
    @discardableResult
    public func dropMonths(keeping months: Int) async throws -> Int {
        try await database.withSession { session in
            try session.one("SELECT access.drop_months(\(Int32(months)))", as: Int.self)
        }
    }

    /// The position of the first missing or altered reading; nil when the access log is intact.
    public static func firstDamage(in session: Session) throws -> Int64? {
        try session.one("SELECT access.first_damage()", as: Int64?.self)
    }

    /// Where the access log begins and ends. Each place is a reading, by its position and hash; position 0 and 32 zero bytes when there is none.
    public struct Extent: Sendable {
        /// The last reading that was dropped with its month.
        public let begun: (position: Int64, hash: [UInt8])
        /// The last reading.
        public let head: (position: Int64, hash: [UInt8])
        /// When the last reading was, in microseconds since 1970; nil when there is none.
        public let at: Int64?
    }

    /// Where the access log begins and ends now.
    public static func extent(in session: Session) throws -> Extent {
        let (begunAfter, begunHash, position, hash, at) = try session.one(
            "SELECT begun_after, begun_hash, position, hash, at FROM access.reading_head",
            as: (Int64, [UInt8], Int64, [UInt8], PostgresTimestamp?).self)
        return Extent(begun: (begunAfter, begunHash), head: (position, hash), at: at?.microsecondsSince1970)
    }

    /// The hashes of those readings that are there, by position.
    public static func hashes(of positions: [Int64], in session: Session) throws -> [Int64: [UInt8]] {
        let rows = try session.query(
            "SELECT position, hash FROM access.reading WHERE position = ANY (\(positions))", as: (Int64, [UInt8]).self)
        return Dictionary(rows) { first, _ in first }
    }
}
