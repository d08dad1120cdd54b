public import CivilTime
public import JSON

/// What can be asked of one contract.
public enum Question: Hashable, Sendable {
    /// Who is covered on a day, and on what ground.
    case coverage(on: Day)
    /// What a month comes to, and against what was known before, when asked.
    case cotisation(month: Month, comparedWith: KnownAt?)
    /// What a month that is an employer's comes to, as far as they may see it.
    case cotisationForEmployer(String, month: Month, comparedWith: KnownAt?)
    /// What may be claimed or asked for on a day.
    case eligibility(on: Day)
    /// The whole line.
    case timeline
    /// How the contract differs from what was known before; by default from what was known before the last fact.
    case changes(since: KnownAt?)
    /// Which commands may be told for a day. The answer is always of the present.
    case commands(on: Day)
    /// The newest `limit` facts, or the last `limit` through a version, each with what it changed when it was told.
    case facts(through: Int?, limit: Int)
    /// What was recorded, by whom and when.
    case events
    /// What was recorded and when, for the holder: without who recorded it, and without the words of clerks.
    case eventsForHolder
}

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

/// An answer about a contract.
public struct Answer: Sendable {
    /// Its wire form, written where it was reckoned: that of a large contract has megabytes.
    public let bytes: [UInt8]
    /// The version of the last event known.
    public let version: Int
    /// What a large answer takes up until it is sent.
    var place: Reckoner.Place?

    /// An answer with this wire form.
    init(body: JSON, version: Int) {
        bytes = body.bytes()
        self.version = version
    }

    /// Its wire form, read back.
    public var body: JSON { (try? JSON(parsing: bytes)) ?? .null }
}
