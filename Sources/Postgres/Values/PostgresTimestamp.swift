/// An instant, as `timestamptz`: microseconds since 1970-01-01T00:00:00Z. PostgreSQL's `infinity` is the greatest value, `-infinity` the least.
@frozen public struct PostgresTimestamp: Hashable, Comparable, Sendable, FixedWidthValue {
    /// Microseconds since 2000-01-01T00:00:00Z, as PostgreSQL counts them.
    public let bits: Int64

    /// - Parameter bits: Microseconds since 2000-01-01T00:00:00Z; the least and the greatest number are the infinities.
    @inlinable public init(bits: Int64) { self.bits = bits }

    /// - Parameter microsecondsSince1970: Since 1970-01-01T00:00:00Z.
    @inlinable public init(microsecondsSince1970: Int64) {
        let (moved, overflow) = microsecondsSince1970.subtractingReportingOverflow(Self.epoch)
        bits = overflow ? .min : microsecondsSince1970 == .max ? .max : moved
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    @inlinable public var microsecondsSince1970: Int64 {
        let (moved, overflow) = bits.addingReportingOverflow(Self.epoch)
        return bits == .min ? .min : overflow ? .max : moved
    }

    /// After all instants.
    @inlinable public static var infinity: Self { Self(bits: .max) }

    /// Earlier first.
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// 2000-01-01T00:00:00Z, in microseconds since 1970-01-01T00:00:00Z.
    @usableFromInline static var epoch: Int64 { 86_400_000_000 * Int64(PostgresDate.epoch) }
}

extension PostgresTimestamp: PostgresDecodable, PostgresArrayElement {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Reads `timestamptz`, or `timestamp` taken as UTC.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        guard cell.type == .timestamptz || cell.type == .timestamp else { throw cell.mismatch(expected: "timestamptz") }
        return Self(bits: try cell.fixedWidth(Int64.self))
    }
}
