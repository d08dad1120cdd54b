public import CivilTime

/// The position of everything in a picture: across in hundredths of a percent of the window, down in pixels.
///
/// A pure function of the timelines, so that tests need no browser. ``PictureDrawing`` writes it as SVG, ``TerminalPicture`` as text.
public struct PictureLayout: Sendable {
    /// The days shown.
    public let window: PictureWindow
    /// The lines of the grid, in order.
    public let grid: [GridLine]
    /// The texts above the grid.
    public let months: [PlacedLabel]
    /// The lanes: the situation, each person's cover, and the payments.
    public let lanes: [Lane]
    /// The two rails of the facts.
    public let rails: FactRails
    /// The position of the day asked about.
    public let on: Position
    /// The label of that day; nil when there is no room for it.
    public let onLabel: PlacedLabel?
    /// The selected piece, whose reasons the page shows; nil when there is none.
    public let selection: PictureSelection?
    /// The height in pixels.
    public var height: Int { rails.bottom + 66 }

    /// Lays out the picture of a subject.
    ///
    /// - Parameters:
    ///   - before: the same contract as known earlier. Differences are shown above the present pieces.
    ///   - on: the day asked about.
    ///   - showing: a day that must be visible, such as the first change. If a window around `on` does not include it, the window is around
    ///     this day.
    ///   - span: the length of the window.
    ///   - why: the person whose reasons the page shows.
    public init(
        of subject: PictureSubject, before: PictureSubject? = nil, on: Day, showing shown: Day? = nil, span: PictureSpan = .twoYears,
        why: PersonKey? = nil, labels: PictureLabels
    ) {
        func days(around day: Day) -> PictureWindow {
            PictureWindow(span, around: day, factDays: subject.factDays, knownOn: subject.knownOn)
        }
        var day = min(max(on, Day.calendar.lowerBound), Day.calendar.upperBound)
        if let shown, Day.calendar.contains(shown), !days(around: day).contains(shown) { day = shown }
        let window = days(around: day)
        self.window = window
        grid = GridLine.lines(of: window)
        months = GridLine.labels(of: grid, window: window, labels: labels)
        lanes = LaneStack(subject, before: before, window: window, labels: labels).lanes
        rails = FactRails(subject, window: window, top: lanes.last?.nextTop ?? LaneStack.top, labels: labels)
        self.on = window.place(of: day)
        onLabel = PlacedLabel.place([.init(labels.shortDay(day), around: self.on, isBold: true, subject: 0)]).first
        selection = why.flatMap { [lanes] in PictureSelection(of: $0, on: day, in: subject, lanes: lanes, window: window) }
    }
}
