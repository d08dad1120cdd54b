public import CivilTime

// What a test writes down is a literal; one that is none ends the test.

extension Day: ExpressibleByStringLiteral {
    /// What the text says; one that says nothing ends the test.
    public init(stringLiteral text: String) {
        guard let day = Day(text) else { preconditionFailure("\(text) is no day") }
        self = day
    }
}

extension Month: ExpressibleByStringLiteral {
    /// What the text says; one that says nothing ends the test.
    public init(stringLiteral text: String) {
        guard let month = Month(text) else { preconditionFailure("\(text) is no month") }
        self = month
    }
}

extension Instant: ExpressibleByStringLiteral {
    /// What the text says; one that says nothing ends the test.
    public init(stringLiteral text: String) {
        guard let instant = Instant(text) else { preconditionFailure("\(text) is no instant") }
        self = instant
    }
}
