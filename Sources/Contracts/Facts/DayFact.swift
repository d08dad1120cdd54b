import CivilTime

/// A fact from an event, true from a day on.
protocol DayFact: Sendable {
    /// The day from which it is true.
    var effectiveOn: Day { get }
    /// The version of the event.
    var event: Int { get }
}
