/// A glance at one day. It remembers the first later day on which something it has read may change.
///
/// A rule is a function of a glance: it answers for the day, and the glance tells how long the answer lasts. A timeline asks the rule again
/// on each such day (``Timeline/init(following:)``). So no code lists the days on which a rule may change.
@frozen public struct Glance: Sendable {
    /// The day that the rule is asked about.
    public let day: Day
    /// The first later day on which something read may change; `nil` if nothing read ever changes.
    @inlinable public var until: Day? { change }
    @usableFromInline var change: Day?

    /// A glance at a day, before anything is read.
    @inlinable public init(_ day: Day) {
        self.day = day
        change = nil
    }

    /// Remembers that a value read lasts until `other`; `nil` means for ever. Ignores a day that is not later than `day`.
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
