public import CivilTime

/// A list of links to the picture at other instants: those around its own instant, and the present.
public struct Scrubber: Sendable {
    /// An instant at which facts were recorded, or the present.
    public struct Stop: Hashable, Sendable {
        /// The instant; nil for the present.
        public let instant: Instant?
        /// Whether another stop is on the same day in Paris.
        public let needsHour: Bool
        /// The version of its last fact, if another stop has the same label to the minute.
        public let version: Int?
        /// The target of its link.
        public let target: PictureTarget
        /// Whether the picture shows this stop.
        public let isCurrent: Bool
    }

    /// The stops, in order; the last is the present.
    public let stops: [Stop]

    /// The instants of a subject's facts: at most `reach` before and `reach` after the shown one, then the present.
    public init(of subject: PictureSubject, reach: Int = 5) {
        var instants: [(instant: Instant, version: Int)] = []
        for fact in subject.facts {
            if fact.recordedAt == instants.last?.instant { instants.removeLast() }
            instants.append((fact.recordedAt, fact.version))
        }
        // Several facts may share an instant: a picture between two of them counts as that instant.
        let next = instants.firstIndex { $0.version > subject.knownVersion } ?? instants.count
        let isSplit =
            next < instants.count
            && subject.facts.contains { $0.version <= subject.knownVersion && $0.recordedAt == instants[next].instant }
        let current = subject.isPresent ? instants.count : isSplit ? next : next - 1
        let shown = max(current - reach, 0)..<max(min(current + reach + 1, instants.count), 0)
        stops =
            instants[shown].indices.map { place in
                let (instant, version) = instants[place]
                let time = instant.parisTime
                let isAlone = instants[shown].count { $0.instant.parisDay == time.day } == 1
                let hasOwnMinute = isAlone || instants[shown].count { $0.instant.parisTime == time } == 1
                return Stop(
                    instant: instant, needsHour: !isAlone, version: hasOwnMinute ? nil : version, target: .known(version: version),
                    isCurrent: place == current)
            } + [Stop(instant: nil, needsHour: false, version: nil, target: .present, isCurrent: subject.isPresent)]
    }
}
