/// An amount in euro cents; negative when it is owed in the other direction.
public struct Money: Hashable, Comparable, Sendable, AdditiveArithmetic {
    /// Whole cents.
    public let cents: Int

    /// This many cents.
    public init(cents: Int) { self.cents = cents }

    /// Zero.
    public static let zero = Money(cents: 0)

    /// The sum.
    public static func + (left: Money, right: Money) -> Money { Money(cents: left.cents + right.cents) }
    /// The difference.
    public static func - (left: Money, right: Money) -> Money { Money(cents: left.cents - right.cents) }
    /// Whether `left` is less than `right`.
    public static func < (left: Money, right: Money) -> Bool { left.cents < right.cents }

    /// The amount times a rate, rounded to the cent; half a cent is rounded up.
    public func share(_ rate: Rate) -> Money {
        let (twice, unit) = (Int128(cents) * Int128(rate.numerator) * 2, Int128(rate.denominator))
        let doubled = twice + unit
        let floor = doubled >= 0 ? doubled / (2 * unit) : -((-doubled + 2 * unit - 1) / (2 * unit))
        return Money(cents: Int(floor))
    }
}
