/// How wide the picture is at least: a label shows from the narrowest class on in which it fits.
///
/// Each class is a container query of the stylesheet, of the class `w` and its number.
public enum WidthClass: Int, CaseIterable, Comparable, Sendable {
    case narrow = 1
    case medium
    case wide
    case widest

    /// The least width in pixels: picture.css has the same numbers.
    public var pixels: Int {
        switch self {
        case .narrow: 280
        case .medium: 560
        case .wide: 860
        case .widest: 1_150
        }
    }

    /// Whether the left one is narrower.
    public static func < (left: WidthClass, right: WidthClass) -> Bool { left.rawValue < right.rawValue }
}
