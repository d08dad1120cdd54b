/// A calendar day, as `date`: days since 1970-01-01. PostgreSQL's `infinity` is the greatest value, `-infinity` the least.
public struct PostgresDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let daysSince1970: Int32

    /// - Parameter daysSince1970: Since 1970-01-01; negative before it.
    public init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// Earlier first.
    public static func < (left: Self, right: Self) -> Bool { left.daysSince1970 < right.daysSince1970 }

    /// PostgreSQL counts from 2000-01-01.
    private static let epoch: Int32 = 10_957
}

extension PostgresDate: PostgresEncodable, PostgresDecodable, PostgresArrayElement {
    /// `date`.
    public static var postgresType: PostgresType { .date }

    /// Days since 2000-01-01.
    public func encode(into bytes: inout [UInt8]) {
        let (moved, overflow) = daysSince1970.subtractingReportingOverflow(Self.epoch)
        bytes.append(bigEndian: overflow ? Int32.min : daysSince1970 == .max ? .max : moved)
    }

    /// Reads `date`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        guard cell.type == .date else { throw cell.mismatch(expected: "date") }
        let stored = try cell.fixedWidth(Int32.self)
        if stored == .min { return Self(daysSince1970: .min) }
        let (moved, overflow) = stored.addingReportingOverflow(Self.epoch)
        return Self(daysSince1970: overflow ? .max : moved)
    }
}
