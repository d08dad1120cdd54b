/// A mark on the rail of recording days: a day on which facts were recorded.
public struct RecordedMark: Hashable, Sendable {
    /// The position of the day.
    public let place: Position
    /// The versions of the facts, in order.
    public let versions: [Int]
    /// The delay of the latest fact in days; nil when none was late. Annulled facts do not count.
    public let daysLate: Int?
    /// Whether they were recorded after the instant of the picture.
    public let isNotKnownYet: Bool
    /// Whether one of them has no effective day, and so no line.
    public let hasLineless: Bool
    /// The part of the rail that links to the picture as known then.
    public let hit: Range<Position>

    /// The target of a click.
    public var target: PictureTarget { .known(version: versions.last ?? 0) }

    /// The versions as text: `4`, `5, 6` or `1–3`.
    var versionsText: String {
        guard let first = versions.first, let last = versions.last else { return "" }
        return versions.count == 1 ? "\(first)" : versions.count == 2 ? "\(first), \(last)" : "\(first)–\(last)"
    }

    /// The marks of a window, in order; days closer than 0.5 % share a mark.
    static func marks(of subject: PictureSubject, window: PictureWindow) -> [RecordedMark] {
        var groups: [(place: Position, isNotKnownYet: Bool, facts: [ShownFact])] = []
        for fact in subject.facts where window.contains(fact.recordedOn) {
            let place = window.place(of: fact.recordedOn)
            let isNotKnownYet = fact.version > subject.knownVersion
            if let last = groups.indices.last, place.hundredths - groups[last].place.hundredths < 50,
                isNotKnownYet == groups[last].isNotKnownYet
            {
                groups[last].facts.append(fact)
            } else {
                groups.append((place, isNotKnownYet, [fact]))
            }
        }
        return groups.indices.map { index in
            let group = groups[index]
            let counting = group.facts.filter { !$0.isRescinded }
            return RecordedMark(
                place: group.place, versions: group.facts.map(\.version), daysLate: counting.compactMap(\.daysLate).max(),
                isNotKnownYet: group.isNotKnownYet, hasLineless: group.facts.contains { $0.effectiveOn == nil },
                hit: hit(
                    of: group.place, after: index > 0 ? groups[index - 1].place : nil,
                    before: index + 1 < groups.count ? groups[index + 1].place : nil))
        }
    }

    /// The clickable part around a mark: 0.6 % on each side, or half the way to a nearer neighbour.
    private static func hit(of place: Position, after previous: Position?, before next: Position?) -> Range<Position> {
        var (low, high) = (max(place.hundredths - 60, 0), min(place.hundredths + 60, Position.full.hundredths))
        if let previous { low = max(low, (previous.hundredths + place.hundredths) / 2) }
        if let next { high = min(high, (next.hundredths + place.hundredths) / 2) }
        return Position(hundredths: low)..<Position(hundredths: max(low, high))
    }
}
