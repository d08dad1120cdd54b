/// The line from a fact's effective day, above, to its recording day, below.
public struct FactLine: Hashable, Sendable {
    /// The meaning of the line. The raw value is its CSS class.
    public enum Kind: String, CaseIterable, Sendable {
        /// Recorded in time: on its day (upright), before it (leaning left), or a proof within its term (leaning right).
        case inTime = "ok"
        /// Recorded too late: leaning right.
        case late = "la"
        /// Annulled, as known at the instant of the picture.
        case rescinded = "re"
        /// Recorded after the instant of the picture.
        case notKnownYet = "ny"

        init(_ fact: ShownFact, knownVersion: Int) {
            self =
                if fact.version > knownVersion { .notKnownYet } else if fact.isRescinded { .rescinded } else {
                    fact.daysLate == nil ? .inTime : .late
                }
        }
    }

    /// A point of the picture.
    public struct Point: Hashable, Sendable {
        /// The position across the window.
        public let place: Position
        /// The pixels below the rail of effective days.
        public let down: Int
    }

    /// The fact's version.
    public let version: Int
    /// The meaning of the line.
    public let kind: Kind
    /// The upper end: on its rail, or where the line enters the window.
    public let upper: Point
    /// The lower end: on its rail, or where the line leaves the window.
    public let lower: Point

    /// Whether the upper end is on the effective day.
    public let startsOnRail: Bool
    /// Whether the lower end is on the recording day.
    public let endsOnRail: Bool

    /// The line of a fact; nil when it has no effective day, or lies fully outside the window.
    init?(_ fact: ShownFact, knownVersion: Int, window: PictureWindow) {
        guard let effectiveOn = fact.effectiveOn else { return nil }
        let (upper, lower) = (window.place(of: effectiveOn).hundredths, window.place(of: fact.recordedOn).hundredths)
        let full = Position.full.hundredths
        guard max(upper, lower) >= 0, min(upper, lower) <= full else { return nil }

        /// The point of the line inside the window that is nearest to the end `place`.
        func inside(_ place: Int, down: Int) -> Point {
            let edge = min(max(place, 0), full)
            if edge == place { return Point(place: Position(hundredths: place), down: down) }
            return Point(place: Position(hundredths: edge), down: (edge - upper) * FactRails.gap / (lower - upper))
        }
        version = fact.version
        kind = Kind(fact, knownVersion: knownVersion)
        self.upper = inside(upper, down: 0)
        self.lower = inside(lower, down: FactRails.gap)
        startsOnRail = self.upper.place.hundredths == upper
        endsOnRail = self.lower.place.hundredths == lower
    }
}
