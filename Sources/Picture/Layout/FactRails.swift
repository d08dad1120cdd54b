import CivilTime

/// The two rails of the facts: above, the day from which each is true; below, the day on which the log learnt it.
public struct FactRails: Sendable {
    /// The title, cut where it is too long.
    public let titles: [FittedLabel]
    /// The baseline of the title in pixels from the top of the picture.
    public let top: Int
    /// The lines of the facts that have an effective day, by version. Lines wholly outside the window are left out.
    public let lines: [FactLine]
    /// The days of the window on which the log learnt something, in order.
    public let marks: [RecordedMark]
    /// The versions of the facts, below the marks.
    public let versions: [PlacedLabel]
    /// How late the latest fact of a mark was, below the versions.
    public let lateness: [PlacedLabel]
    /// Where the instant of the picture is; nil when it is outside the window.
    public let known: Position?
    /// The words below it; nil when there is no room for them.
    public let knownLabel: PlacedLabel?

    /// The space between the rails in pixels.
    public static let gap = 60
    /// Where the rail of effective days is, in pixels from the top of the picture.
    public var effectiveTop: Int { top + 16 }
    /// Where the rail of recorded days is.
    public var bottom: Int { effectiveTop + Self.gap }

    init(_ subject: PictureSubject, window: PictureWindow, top: Int, labels: PictureLabels) {
        self.top = top + 8
        titles = FittedLabel.cut(labels.rails)
        lines = subject.facts.compactMap { FactLine($0, knownVersion: subject.knownVersion, window: window) }
        let marks = RecordedMark.marks(of: subject, window: window)
        self.marks = marks
        let places = marks.indices
        versions = PlacedLabel.place(
            places.reversed().map { PlacedLabel.Candidate(marks[$0].versionsText, around: marks[$0].place, subject: $0) })
        let late = places.filter { marks[$0].daysLate != nil }.sorted { marks[$0].daysLate ?? 0 > marks[$1].daysLate ?? 0 }
        lateness = PlacedLabel.place(
            late.map { place in
                let text = labels.daysLate(marks[place].daysLate ?? 0)
                return PlacedLabel.Candidate(text, around: marks[place].place, isBold: true, subject: place)
            })
        known = window.contains(subject.knownOn) ? window.place(of: subject.knownOn) : nil
        knownLabel = known.flatMap { PlacedLabel.place([.init(labels.known, around: $0, isBold: true, subject: 0)]).first }
    }
}
