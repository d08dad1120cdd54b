public import CivilTime

/// The state of knowledge that a question refers to.
public enum KnownAt: Hashable, Sendable, LosslessStringConvertible {
    /// All recorded events.
    case now
    /// The events recorded at or before an instant.
    case instant(Instant)
    /// The events up to and including this version.
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

    /// The form that `init` reads. `now` is never sent.
    public var description: String {
        switch self {
        case .now: "now"
        case .instant(let instant): instant.description
        case .version(let version): "version:\(version)"
        }
    }
}
