import Testing

/// The model's calendar against known dates.
@Suite struct ModelDayTests {
    @Test(
        arguments: [
            ("1970-01-01", 0), ("1970-03-01", 59), ("2000-01-01", 10_957), ("2000-02-29", 11_016), ("2026-05-01", 20_574),
            ("2028-02-29", 21_243), ("1969-12-31", -1), ("1968-02-29", -672),
        ] as [(ModelDay, Int)])
    func `a day has its number, and a number its day`(day: ModelDay, number: Int) {
        #expect(day.number == number)
        #expect(ModelDay(number: number) == day)
    }

    @Test func `the next day is the one numbered next, and the previous undoes it`() {
        var day: ModelDay = "1999-12-01"
        for number in day.number..<day.number + 12_000 {
            #expect(day.number == number)
            #expect(day.next.previous == day)
            day = day.next
        }
    }

    @Test(
        arguments: [
            ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-08-31", 1, "2026-09-30"),
            ("2026-09-30", 1, "2026-10-30"),
            ("2026-11-30", 3, "2027-02-28"), ("2026-12-01", 1, "2027-01-01"), ("2008-02-29", 252, "2029-02-28"),
            ("2004-02-29", 288, "2028-02-29"),
            ("2026-05-15", -5, "2025-12-15"), ("2026-03-31", -1, "2026-02-28"), ("2026-05-01", 0, "2026-05-01"),
        ] as [(ModelDay, Int, ModelDay)])
    func `months keep the day of the month or take the last`(day: ModelDay, months: Int, expected: ModelDay) {
        #expect(day.adding(months: months) == expected)
    }

    @Test(
        arguments: [
            ("2026-04-20T21:59:59Z", "2026-04-20"), ("2026-04-20T22:00:00Z", "2026-04-21"), ("2026-12-31T22:59:59Z", "2026-12-31"),
            ("2026-12-31T23:00:00Z", "2027-01-01"), ("2026-03-28T23:00:00Z", "2026-03-29"), ("2026-03-29T22:00:00Z", "2026-03-30"),
            ("2026-10-24T22:00:00Z", "2026-10-25"), ("2026-10-25T22:30:00Z", "2026-10-25"), ("2026-10-25T23:00:00Z", "2026-10-26"),
            ("2027-03-28T22:00:00Z", "2027-03-29"), ("2027-10-31T22:59:59Z", "2027-10-31"),
        ] as [(ModelInstant, ModelDay)])
    func `the day in Paris turns at midnight there, summer and winter`(instant: ModelInstant, day: ModelDay) {
        #expect(instant.parisDay == day)
    }

    @Test(arguments: ["2026-03-29", "2026-03-30", "2026-10-25", "2026-10-26", "2027-01-01", "2028-02-29"] as [ModelDay])
    func `midnight in Paris is the first instant of its day`(day: ModelDay) {
        let midnight = ModelInstant.midnightInParis(day)
        #expect(midnight.parisDay == day)
        #expect(midnight.adding(microseconds: -1).parisDay == day.previous)
    }
}
