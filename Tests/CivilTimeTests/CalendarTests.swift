import CivilTime
import Testing

/// What is told and shown lies in the years 0001 to 9999.
@Suite struct CalendarTests {
    @Test func `the calendar ends where four digits do`() {
        #expect("\(Day.calendar.lowerBound) \(Day.calendar.upperBound)" == "0001-01-01 9999-12-31")
        #expect("\(Month.calendar.lowerBound) \(Month.calendar.upperBound)" == "0001-01 9999-12")
    }

    @Test(
        arguments: [
            ("0001-01-01T00:00:00Z", true), ("0001-01-01T00:00:00+00:01", false), ("0001-01-01T01:00:00+01:00", true),
            ("0001-01-01T00:59:59+01:00", false), ("0001-01-01T00:00:00-23:59", true), ("9999-12-31T23:59:59.999999Z", true),
            ("9999-12-31T23:59:59.9999999Z", true), ("9999-12-31T23:59:59-00:01", false), ("9999-12-31T00:00:00-23:59", true),
            ("9999-12-31T00:01:00-23:59", false), ("9999-12-31T23:59:59+23:59", true), ("0000-12-31T23:59:59-01:00", false),
            ("10000-01-01T00:00:00+01:00", false),
        ] as [(String, Bool)])
    func `an instant counts after its offset is applied`(text: String, isRead: Bool) {
        let instant = Instant(text)
        #expect((instant != nil) == isRead)
        if let instant { #expect(instant.description.hasPrefix("0001-01") || instant.description.hasPrefix("9999-12")) }
    }

    @Test func `the last hour in Paris is of the last day`() throws {
        for text in ["9999-12-31T22:59:59Z", "9999-12-31T23:00:00Z", "9999-12-31T23:59:59Z"] {
            #expect(try "\(#require(Instant(text)).parisDay)" == "9999-12-31")
        }
        #expect(try "\(#require(Instant("0001-01-01T00:00:00Z")).parisDay)" == "0001-01-01")
    }

    @Test func `what changes beyond the calendar has no end in it`() throws {
        let last = Day.calendar.upperBound
        for (day, through) in [(last, last.previous), (last.next, last), (last.next.next, nil), (last.adding(months: 1200), nil)] {
            let line = Timeline { glance in glance.hasReached(day) }
            #expect(line.pieces.first?.period == Period(from: nil, through: through))
            #expect(line.pieces.count == (day <= last ? 2 : 1))
            #expect(line.piece(around: last.previous).period.through == through)
        }
        let first = Timeline { glance in glance.hasReached(Day.calendar.lowerBound) }
        #expect(first.pieces.map(\.period) == [Period(from: Day.calendar.lowerBound, until: nil)])
        let months = MonthLine { month in
            (month > Month.calendar.upperBound, until: month.next > Month.calendar.upperBound ? nil : Month.calendar.upperBound.next)
        }
        #expect(months.runs.count == 1 && months.runs[0].through == Month.calendar.upperBound)
        #expect(Period(from: last, until: last.adding(days: 400)).months == Month.calendar.upperBound...Month.calendar.upperBound)
        #expect(Period(from: last.next, until: last.adding(days: 400)).months == nil)
    }

    @Test func `months are added at both ends without a trap`() {
        for day in [Day.calendar.lowerBound, Day.calendar.upperBound] {
            for months in [-120_000, -1, 0, 1, 120_000] {
                #expect(day.adding(months: months).adding(months: -months).components.year == day.components.year)
            }
        }
    }
}
