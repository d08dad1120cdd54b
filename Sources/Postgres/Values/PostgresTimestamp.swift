/// An instant, as `timestamptz`: microseconds since 1970-01-01T00:00:00Z. PostgreSQL's `infinity` is the greatest value, `-infinity` the least.
public struct PostgresTimestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microsecondsSince1970: Int64

    /// - Parameter microsecondsSince1970: Since 1970-01-01T00:00:00Z.
    public init(microsecondsSince1970: Int64) { self.microsecondsSince1970 = microsecondsSince1970 }

    /// Earlier first.
    public static func < (left: Self, right: Self) -> Bool { left.microsecondsSince1970 < right.microsecondsSince1970 }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch: Int64 = 946_684_800_000_000
}

extension PostgresTimestamp: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Microseconds since 2000-01-01.
    public func encode(into bytes: inout [UInt8]) {
        let (moved, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epoch)
        bytes.append(bigEndian: overflow ? Int64.min : microsecondsSince1970 == .max ? .max : moved)
    }

    /// Reads `timestamptz`, or `timestamp` taken as UTC.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        guard cell.type == .timestamptz || cell.type == .timestamp else { throw cell.mismatch(expected: "timestamptz") }
        let stored = try cell.fixedWidth(Int64.self)
        if stored == .min { return Self(microsecondsSince1970: .min) }
        let (moved, overflow) = stored.addingReportingOverflow(Self.epoch)
        return Self(microsecondsSince1970: overflow ? .max : moved)
    }
}
