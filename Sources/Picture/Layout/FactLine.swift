/// The line that joins a fact's effective day, above, to its recorded day, below.
public struct FactLine: Hashable, Sendable {
    /// What the line says of the fact. The raw value is its class.
    public enum Kind: String, CaseIterable, Sendable {
        /// Recorded in time: on its day (upright), ahead of it (leaning left), or a proof within its term (leaning right).
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
        /// Where it is across the window.
        public let place: Position
        /// How many pixels it is below the rail of effective days.
        public let down: Int
    }

    /// The fact's version.
    public let version: Int
    /// What it says.
    public let kind: Kind
    /// The upper end: on its rail, or where the line enters the window.
    public let upper: Point
    /// The lower end: on its rail, or where the line leaves the window.
    public let lower: Point

    /// Whether the upper end is the effective day.
    public let startsOnRail: Bool
    /// Whether the lower end is the recorded day.
    public let endsOnRail: Bool

    /// The line of a fact; nil when it has no effective day, or no part of it lies in the window.
    init?(_ fact: ShownFact, knownVersion: Int, window: PictureWindow) {
        guard let effectiveOn = fact.effectiveOn else { return nil }
        let (upper, lower) = (window.place(of: effectiveOn).hundredths, window.place(of: fact.recordedOn).hundredths)
        let full = Position.full.hundredths
        guard max(upper, lower) >= 0, min(upper, lower) <= full else { return nil }

        /// The point of the line nearest to the end `place` that lies in the window.
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
