public import CivilTime

/// A run of days in a lane with the same look.
public struct LanePiece: Hashable, Sendable {
    /// The days; they may go beyond the window.
    public let period: Period
    /// Its part of the window.
    public let part: Range<Position>
    /// Its fill and stroke.
    public let look: PieceLook
    /// The pixels at the top of the bar for the employer's part of a payment; 0 in other lanes.
    public let employerPixels: Int
    /// The texts in the piece, each for a range of widths.
    public let labels: [FittedLabel]
    /// The target of a click.
    public let target: PictureTarget?

    init(
        _ period: Period, _ part: Range<Position>, _ look: PieceLook, employerPixels: Int = 0, texts: [String] = [],
        target: PictureTarget? = nil
    ) {
        self.period = period
        self.part = part
        self.look = look
        self.employerPixels = employerPixels
        // picture.css sets the words of a lapsed cover in bold.
        labels = FittedLabel.fit(texts, in: part, isBold: look == .lapsed)
        self.target = target
    }
}
