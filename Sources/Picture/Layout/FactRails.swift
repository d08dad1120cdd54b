import CivilTime

/// The two rails of the facts: effective days above, recording days below.
public struct FactRails: Sendable {
    /// The title, cut if it is too long.
    public let titles: [FittedLabel]
    /// The baseline of the title in pixels from the top of the picture.
    public let top: Int
    /// The lines of the facts with an effective day, by version. Lines fully outside the window are left out.
    public let lines: [FactLine]
    /// The recording days in the window, in order.
    public let marks: [RecordedMark]
    /// The versions of the facts, below the marks.
    public let versions: [PlacedLabel]
    /// The delay of the latest fact of each mark, below the versions.
    public let lateness: [PlacedLabel]
    /// The position of the picture's instant; nil when it is outside the window.
    public let known: Position?
    /// The label below that position; nil when there is no room for it.
    public let knownLabel: PlacedLabel?

    /// The space between the rails in pixels.
    public static let gap = 60
    /// The rail of effective days, in pixels from the top of the picture.
    public var effectiveTop: Int { top + 16 }
    /// The rail of recording days, in pixels from the top of the picture.
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
