/// A civil month.
public struct Month: Hashable, Comparable, Sendable {
    /// The months of ``Day/calendar``: 0001-01 to 9999-12.
    public static var calendar: ClosedRange<Month> { Month(index: 12)...Month(index: 119_999) }

    /// Months since year 0: twelve times the year, plus the month counted from 0.
    public let index: Int

    /// The month with this count of months since year 0.
    public init(index: Int) { self.index = index }

    /// The month in which a day lies.
    public init(of day: Day) {
        let (year, month, _) = day.components
        index = year * 12 + month - 1
    }

    /// The year.
    public var year: Int { index >= 0 ? index / 12 : (index - 11) / 12 }
    /// The month of the year, 1…12.
    public var monthOfYear: Int { index - year * 12 + 1 }
    /// The 1st.
    public var firstDay: Day { Day(unchecked: year, monthOfYear, 1) }
    /// The 28th to 31st.
    public var lastDay: Day { next.firstDay.previous }
    /// The following month.
    public var next: Month { Month(index: index + 1) }
    /// The preceding month.
    public var previous: Month { Month(index: index - 1) }

    /// The month `count` months later.
    public func adding(_ count: Int) -> Month { Month(index: index + count) }

    /// Whether a day lies in this month.
    public func contains(_ day: Day) -> Bool { Month(of: day) == self }

    /// Whether `left` comes before `right`.
    public static func < (left: Month, right: Month) -> Bool { left.index < right.index }
}

extension Month: Strideable {
    /// Months from this one to another.
    public func distance(to other: Month) -> Int { other.index - index }
    /// The month `count` months later.
    public func advanced(by count: Int) -> Month { adding(count) }
}

extension Month: LosslessStringConvertible {
    /// Reads `YYYY-MM`, years 0001 to 9999.
    public init?(_ text: String) {
        let month = DigitReader.read(text) { digits -> Month? in
            guard let year = digits.number(length: 4), digits.skip("-"), let month = digits.number(length: 2), digits.isAtEnd,
                year > 0, (1...12).contains(month)
            else { return nil }
            return Month(index: year * 12 + month - 1)
        }
        guard let month else { return nil }
        self = month
    }

    /// `YYYY-MM`.
    public var description: String { "\(padded(year, 4))-\(padded(monthOfYear, 2))" }
}
