/// A calendar day, as `date`: days since 1970-01-01. PostgreSQL's `infinity` is the greatest value, `-infinity` the least.
@frozen public struct PostgresDate: Hashable, Comparable, Sendable, FixedWidthValue {
    /// Days since 2000-01-01, as PostgreSQL counts them.
    public let bits: Int32

    /// - Parameter bits: Days since 2000-01-01; the least and the greatest number are the infinities.
    @inlinable public init(bits: Int32) { self.bits = bits }

    /// - Parameter daysSince1970: Since 1970-01-01; negative before it.
    @inlinable public init(daysSince1970: Int32) {
        let (moved, overflow) = daysSince1970.subtractingReportingOverflow(Self.epoch)
        bits = overflow ? .min : daysSince1970 == .max ? .max : moved
    }

    /// Days since 1970-01-01.
    @inlinable public var daysSince1970: Int32 {
        let (moved, overflow) = bits.addingReportingOverflow(Self.epoch)
        return bits == .min ? .min : overflow ? .max : moved
    }

    /// After all days.
    @inlinable public static var infinity: Self { Self(bits: .max) }
    /// Before all days.
    @inlinable public static var minusInfinity: Self { Self(bits: .min) }

    /// Earlier first.
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// 2000-01-01, in days since 1970-01-01.
    @usableFromInline static var epoch: Int32 { 10_957 }
}

extension PostgresDate: PostgresDecodable, PostgresArrayElement {
    /// `date`.
    public static var postgresType: PostgresType { .date }

    /// Reads `date`.
    public static func decode(_ cell: borrowing Cell) throws(PostgresError) -> Self {
        guard cell.type == .date else { throw cell.mismatch(expected: "date") }
        return Self(bits: try cell.fixedWidth(Int32.self))
    }
}
