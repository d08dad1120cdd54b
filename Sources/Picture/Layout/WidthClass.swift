/// A minimum width of the picture. A label shows from the narrowest class in which it fits.
///
/// Each is a container query in the stylesheet, with the CSS class `w` and its number.
public enum WidthClass: Int, CaseIterable, Comparable, Sendable {
    case narrow = 1
    case medium
    case wide
    case widest

    /// The minimum width in pixels, as in picture.css.
    public var pixels: Int {
        switch self {
        case .narrow: 280
        case .medium: 560
        case .wide: 860
        case .widest: 1_150
        }
    }

    /// Whether `left` is narrower than `right`.
    public static func < (left: WidthClass, right: WidthClass) -> Bool { left.rawValue < right.rawValue }
}
