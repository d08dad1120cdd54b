public import CivilTime

// What a test writes down as text; a slip ends the test.

/// The day that a text says.
public func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is a slip in a test") }
    return day
}

/// The month that a text says.
public func month(_ text: String) -> Month {
    guard let month = Month(text) else { preconditionFailure("\(text) is a slip in a test") }
    return month
}

/// The instant that a text says.
public func instant(_ text: String) -> Instant {
    guard let instant = Instant(text) else { preconditionFailure("\(text) is a slip in a test") }
    return instant
}
