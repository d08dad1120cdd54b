public import CivilTime

/// The days that a picture shows, and their positions.
public struct PictureWindow: Hashable, Sendable {
    /// The first day: the 1st of a month.
    public let from: Day
    /// The day after the last: the 1st of a month.
    public let until: Day

    /// The window of a span around a day, limited to the calendar.
    ///
    /// Two years start on the first day of a quarter, about 15 months before `day`; one year starts 7 months before it. Neither starts
    /// before the quarter of the first fact, unless `day` is earlier.
    ///
    /// - Parameters:
    ///   - day: a day of the calendar.
    ///   - factDays: the range of all effective and recording days; nil without facts.
    ///   - knownOn: the day in Paris of the picture's instant.
    public init(_ span: PictureSpan, around day: Day, factDays: ClosedRange<Day>?, knownOn: Day) {
        let month = Month(of: day)
        let first = Month(of: factDays?.lowerBound ?? day).quarter
        switch span {
        case .oneYear: self.init(from: min(max(month.adding(-7), first), month), months: 12)
        case .twoYears: self.init(from: min(max(month.adding(-15).quarter, first), month.quarter), months: 24)
        case .all:
            let known = Month(of: max(factDays?.upperBound ?? day, knownOn))
            let last = min(max(known.adding(12), month), Month.calendar.upperBound)
            let from = min(first, month.quarter)
            self.init(from: from, months: last.index - from.index + 1)
        }
    }

    /// The window of `months` months from `month` on. It is moved into the calendar, and shortened if the calendar has fewer months.
    private init(from month: Month, months: Int) {
        let calendar = Month.calendar
        let last = min(max(month, calendar.lowerBound).adding(months - 1), calendar.upperBound)
        let first = max(last.adding(1 - months), calendar.lowerBound)
        from = first.firstDay
        until = last.next.firstDay
    }

    /// The number of days.
    public var length: Int { until.number - from.number }

    /// The number of months.
    var months: Int { Month(of: until).index - Month(of: from).index }

    /// Whether a day lies in the window.
    public func contains(_ day: Day) -> Bool { from <= day && day < until }

    /// The position of a day's start: below 0 or above 100 % outside the window.
    func place(of day: Day) -> Position {
        let scaled = (day.number - from.number) * Position.full.hundredths
        let (quotient, rest) = scaled.quotientAndRemainder(dividingBy: length)
        return Position(hundredths: quotient + (2 * abs(rest) >= length ? rest.signum() : 0))
    }

    /// The part of the window that a period covers; nil when there is none.
    func span(of period: Period) -> Range<Position>? {
        let first = max(period.from ?? from, from)
        let end = min(period.until ?? until, until)
        guard first < end else { return nil }
        return place(of: first)..<place(of: end)
    }
}

extension Month {
    /// The first month of its quarter.
    fileprivate var quarter: Month { adding(-((monthOfYear - 1) % 3)) }
}
