public import CivilTime

/// How many contracts bear how much more or less, in classes of amounts.
///
/// The classes are the same for every question: two answers can be compared, and the memory does not grow with the contracts. They are narrow near zero, where
/// most differences are, and wide beyond; no difference has a class of its own.
public struct DifferenceSpread: Hashable, Sendable {
    /// A class of differences.
    public struct Class: Hashable, Sendable {
        /// The least difference in it; nil without a bound.
        public let from: Money?
        /// The greatest difference in it; nil without a bound.
        public let through: Money?
    }

    /// The greatest difference of each class above zero, in cents, but for the last, which has none.
    private static let bounds = [50, 100, 200, 500, 1000, 2000, 5000, 10_000]

    /// All classes, the greatest savings first.
    public static let classes: [Class] = {
        let above = zip([0] + bounds, bounds.map(Optional.some) + [nil]).map { below, bound in
            Class(from: Money(cents: below + 1), through: bound.map { Money(cents: $0) })
        }
        let below = above.reversed().map { part in
            Class(from: part.through.map { .zero - $0 }, through: part.from.map { .zero - $0 })
        }
        return below + [Class(from: .zero, through: .zero)] + above
    }()

    /// The number of contracts in each class.
    public private(set) var counts = [Int](repeating: 0, count: classes.count)

    /// No contracts.
    public init() {}

    /// Counts a contract with a difference.
    public mutating func count(_ difference: Money) {
        let zero = Self.bounds.count + 1
        if difference == .zero { return counts[zero] += 1 }
        let size = difference.cents.magnitude
        let place = Self.bounds.firstIndex { size <= $0 } ?? Self.bounds.count
        counts[difference < .zero ? zero - 1 - place : zero + 1 + place] += 1
    }
}
