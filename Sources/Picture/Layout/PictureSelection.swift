import CivilTime

/// The frame around the selected piece: all days of the same cover around the day asked about.
public struct PictureSelection: Hashable, Sendable {
    /// Its part of the window.
    public let part: Range<Position>
    /// Its top, in pixels from the top of the picture.
    public let top: Int

    init?(of person: PersonKey, on day: Day, in subject: PictureSubject, lanes: [Lane], window: PictureWindow) {
        guard let lane = lanes.first(where: { $0.kind == .cover(person) }), let line = subject.persons.first(where: { $0.key == person }),
            let part = window.span(of: line.cover.piece(around: day).period)
        else { return nil }
        self.part = part
        top = lane.barTop - 4
    }

    /// The height in pixels.
    public static let height = Lane.barHeight + 8
}
