/// A look at one day, which remembers on which later day what it saw may be something else.
///
/// A rule written as a function of a glance is a function of a day that also says how long its answer is sure to last. A timeline is the
/// rule asked again on each of those days (``Timeline/init(following:)``): nobody lists the days on which a rule may change.
@frozen public struct Glance: Sendable {
    /// The day looked at.
    public let day: Day
    /// The first later day on which something seen may differ; `nil` while nothing seen ever changes.
    @inlinable public var until: Day? { change }
    @usableFromInline var change: Day?

    /// A glance at a day that has seen nothing yet.
    @inlinable public init(_ day: Day) {
        self.day = day
        change = nil
    }

    /// Remembers that something seen lasts until another day, `nil` for ever. A change on the day looked at or before it is none to come.
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
