public import CivilTime

/// The days from one day to another, in words.
public struct DaySpan: Hashable, Sendable {
    /// The number of days from the first day to the second; negative when the second is earlier.
    public let days: Int

    /// A span of this many days.
    public init(days: Int) { self.days = days }

    /// The span from one day to another.
    public init(from first: Day, to second: Day) { days = second.number - first.number }

    /// The second day as seen from the first: `depuis 12 jours`, `depuis hier`, `aujourd’hui`, `demain`, `dans 12 jours`.
    public var fromToday: Bilingual {
        switch days {
        case ..<(-1): both("depuis \(-days) jours", "for \(-days) days")
        case -1: both("depuis hier", "since yesterday")
        case 0: both("aujourd'hui", "today")
        case 1: both("demain", "tomorrow")
        default: both("dans \(days) jours", "in \(days) days")
        }
    }

    /// The delay of a fact of the first day, recorded on the second: `19 jours après`, `le jour même`, `3 jours avant`.
    public var lateness: Bilingual {
        switch days {
        case ..<(-1): both("\(-days) jours avant", "\(-days) days before")
        case -1: both("1 jour avant", "1 day before")
        case 0: both("le jour même", "the same day")
        case 1: both("1 jour après", "1 day after")
        default: both("\(days) jours après", "\(days) days after")
        }
    }

    /// The delay after the first day, the last in time: `19 jours de retard`. Nil when the second day is in time.
    public var overdue: Bilingual? {
        switch days {
        case ..<1: nil
        case 1: both("1 jour de retard", "1 day overdue")
        default: both("\(days) jours de retard", "\(days) days overdue")
        }
    }

    /// The delay for a picture: `+19 j`, `−3 j`; `+19 d`.
    public var mark: Bilingual {
        let sign = days < 0 ? Typography.minus : "+"
        return Bilingual("\(sign)\(days.magnitude)\(Typography.noBreakSpace)j", "\(sign)\(days.magnitude)\(Typography.noBreakSpace)d")
    }
}
