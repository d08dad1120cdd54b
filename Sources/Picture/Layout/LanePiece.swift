public import CivilTime

/// A run of days in a lane that look alike.
public struct LanePiece: Hashable, Sendable {
    /// The days. The first and last of them may lie outside the window.
    public let period: Period
    /// Where they lie across the window.
    public let part: Range<Position>
    /// Their fill and stroke.
    public let look: PieceLook
    /// The pixels at the top of the bar that are the employer's part of a payment; 0 in other lanes.
    public let employerPixels: Int
    /// The texts in the piece, each for some widths.
    public let labels: [FittedLabel]
    /// Where a click leads.
    public let target: PictureTarget?

    init(
        _ period: Period, _ part: Range<Position>, _ look: PieceLook, employerPixels: Int = 0, texts: [String] = [],
        target: PictureTarget? = nil
    ) {
        self.period = period
        self.part = part
        self.look = look
        self.employerPixels = employerPixels
        // picture.css has the words of a lapsed cover in bold.
        labels = FittedLabel.fit(texts, in: part, isBold: look == .lapsed)
        self.target = target
    }
}
