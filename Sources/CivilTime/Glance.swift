/// A look at one day. It remembers the first later day on which something it saw may differ.
///
/// A rule is written as a function of a glance: so it answers for a day, and says how long the answer is sure to last. A timeline asks the rule
/// again on each such day (``Timeline/init(following:)``), so no code lists the days on which a rule may change.
@frozen public struct Glance: Sendable {
    /// The day looked at.
    public let day: Day
    /// The first later day on which something seen may differ; `nil` while nothing seen ever changes.
    @inlinable public var until: Day? { change }
    @usableFromInline var change: Day?

    /// A look at a day. It has seen nothing yet.
    @inlinable public init(_ day: Day) {
        self.day = day
        change = nil
    }

    /// Remembers that something seen lasts until `other`; `nil` means for ever. A day that is not later than `day` is passed over.
    @inlinable public mutating func lasts(until other: Day?) {
        guard let other, other > day else { return }
        if let change, change <= other { return }
        change = other
    }

    /// Whether the day is `other` or a later one.
    @inlinable public mutating func hasReached(_ other: Day) -> Bool {
        lasts(until: other)
        return day >= other
    }

    /// Whether the day lies in a period.
    @inlinable public mutating func isIn(_ period: Period) -> Bool {
        if let from = period.from, !hasReached(from) { return false }
        if let until = period.until, hasReached(until) { return false }
        return true
    }
}
