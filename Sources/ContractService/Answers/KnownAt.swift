public import CivilTime
import JSON

/// Which knowledge a question is asked of.
public enum KnownAt: Hashable, Sendable, LosslessStringConvertible {
    /// All there is.
    case now
    /// What was known at an instant, events recorded exactly then included.
    case instant(Instant)
    /// What was known when the event with this version was recorded.
    case version(Int)

    /// Reads an instant, or `version:7`.
    public init?(_ text: String) {
        if text.hasPrefix("version:") {
            let digits = text.dropFirst("version:".count)
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let version = Int(digits) else { return nil }
            self = .version(version)
        } else if let instant = Instant(text) {
            self = .instant(instant)
        } else {
            return nil
        }
    }

    /// The form that is read; `now` is never written.
    public var description: String {
        switch self {
        case .now: "now"
        case .instant(let instant): instant.description
        case .version(let version): "version:\(version)"
        }
    }
}
