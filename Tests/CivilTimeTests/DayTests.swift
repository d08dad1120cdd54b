import CivilTime
import Testing

@Suite struct DayTests {
    @Test func `every day of eight centuries has components that give it back, and follows its eve`() throws {
        var expected = (year: 1600, month: 1, day: 1)
        var day = try #require(Day(year: 1600, month: 1, day: 1))
        let end = try #require(Day(year: 2400, month: 1, day: 1))
        while day < end {
            let found = day.components
            if found != expected || Day(year: found.year, month: found.month, day: found.day) != day {
                Issue.record("\(day) should be \(expected)")
                return
            }
            day = day.next
            expected = successor(of: expected)
        }
    }

    /// The calendar as it is learnt at school.
    private func successor(of day: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int) {
        let isLeap = day.year % 400 == 0 || day.year % 4 == 0 && day.year % 100 != 0
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        if day.day < lengths[day.month - 1] { return (day.year, day.month, day.day + 1) }
        return day.month == 12 ? (day.year + 1, 1, 1) : (day.year, day.month + 1, 1)
    }

    @Test(arguments: [Day.distantPast.number, -1_000_000_000_000, -719_469, -719_468, 3_652_058, 1_000_000_000_000])
    func `days far from today have components that give them back`(number: Int) {
        for day in (number..<number + 800).map(Day.init(number:)) {
            let (year, month, dayOfMonth) = day.components
            #expect(Day(year: year, month: month, day: dayOfMonth) == day)
        }
    }

    @Test func `the first of January 1970 is number 0`() {
        #expect(Day(number: 0).description == "1970-01-01")
    }

    @Test(arguments: [
        ("2026-01-31", 1, "2026-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-01-31", 2, "2026-03-31"), ("2026-03-31", 1, "2026-04-30"),
        ("2026-12-31", 2, "2027-02-28"), ("2028-02-29", 12, "2029-02-28"), ("2028-02-29", 48, "2032-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"), ("2026-05-01", 0, "2026-05-01"), ("2027-11-30", 3, "2028-02-29"), ("2100-01-29", 1, "2100-02-28"),
    ])
    func `adding months keeps the day or takes the last of a shorter month`(from: String, months: Int, to: String) throws {
        #expect(try #require(Day(from)).adding(months: months).description == to)
    }

    @Test func `adding months then subtracting them may lose days at a month's end, and never gains any`() throws {
        for number in 0..<2000 {
            let day = Day(number: 20_000 + number)
            let there = day.adding(months: 1)
            #expect(there.adding(months: -1) <= day)
            #expect(day.components.day > 28 || there.adding(months: -1) == day)
        }
    }

    @Test(arguments: [("2004-02-29", 21, "2025-02-28"), ("2004-02-29", 24, "2028-02-29"), ("2005-05-01", 21, "2026-05-01")])
    func `a birthday is the birth date plus so many times twelve months`(born: String, age: Int, birthday: String) throws {
        #expect(try #require(Day(born)).birthday(age).description == birthday)
    }

    @Test(arguments: [
        "2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-04-31", "0000-01-01", "26-01-01", "2026-1-1",
        "2026-01-01 ",
        " 2026-01-01", "2026/01/01", "2026-01-011", "", "-2026-01-01", "２０２６-01-01", "2026-01-0a",
    ])
    func `what is no day is not read`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test(arguments: ["0001-01-01", "1900-02-28", "2028-02-29", "9999-12-31"])
    func `a day is written as it is read`(text: String) {
        #expect(Day(text)?.description == text)
    }
}

@Suite struct MonthTests {
    @Test(arguments: [
        ("2026-02", "2026-02-01", "2026-02-28"), ("2028-02", "2028-02-01", "2028-02-29"), ("2026-12", "2026-12-01", "2026-12-31"),
    ])
    func `a month runs from its first to its last day`(text: String, first: String, last: String) throws {
        let month = try #require(Month(text))
        #expect(month.firstDay.description == first)
        #expect(month.lastDay.description == last)
        #expect(month.contains(month.lastDay) && !month.contains(month.lastDay.next))
        #expect(month.description == text)
    }

    @Test(arguments: ["2026-13", "2026-00", "2026", "2026-1", "0000-01", "2026-01-01", ""])
    func `what is no month is not read`(text: String) {
        #expect(Month(text) == nil)
    }

    @Test func `months go on over a year's end`() throws {
        let december = try #require(Month("2026-12"))
        #expect(december.next.description == "2027-01")
        #expect(december.next.previous == december)
        #expect(december.adding(-24).description == "2024-12")
    }
}
