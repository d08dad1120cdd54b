import Billing
import CivilTime
import ContractTesting
import Testing

/// The business days of the euro's settlement system.
@Suite struct TargetCalendarTests {
    /// Easter Sundays as the Bureau des longitudes and the US Census Bureau publish them.
    private static let easter = [
        "2020-04-12", "2021-04-04", "2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
        "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25",
        // The latest and the earliest, and years in which the epact alone would be a week late.
        "2038-04-25", "2285-03-22", "2049-04-18", "2076-04-19",
    ]

    @Test(arguments: easter)
    func `TARGET works on weekdays but six, of which Easter moves two`(sunday: String) {
        let year = day(sunday).components.year
        let closed =
            [day(sunday).adding(days: -2), day(sunday).next] + ["01-01", "05-01", "12-25", "12-26"].map { day("\(year)-\($0)") }
        var current = day("\(year)-01-01")
        // 2020-01-01 was a Wednesday.
        while current <= day("\(year)-12-31") {
            let weekday = (current.number - day("2020-01-01").number + 2) % 7
            #expect(TargetCalendar.isOpen(on: current) == (weekday < 5 && !closed.contains(current)), "\(current)")
            current = current.next
        }
    }

    @Test(arguments: [
        ("2026-10-10", "2026-10-12"), ("2026-12-24", "2026-12-24"), ("2026-12-25", "2026-12-28"), ("2027-03-26", "2027-03-30"),
        ("2027-01-01", "2027-01-04"), ("2030-04-19", "2030-04-23"), ("2025-05-01", "2025-05-02"),
    ])
    func `the first open day may be the day itself`(from: String, first: String) {
        #expect(TargetCalendar.firstOpenDay(from: day(from)) == day(first))
    }

    @Test(arguments: [
        ("2026-11-13", "2026-11-12"), ("2026-10-12", "2026-10-09"), ("2026-12-28", "2026-12-24"), ("2027-03-30", "2027-03-25"),
        ("2027-01-04", "2026-12-31"),
    ])
    func `the last open day before another is an earlier one`(before: String, last: String) {
        #expect(TargetCalendar.lastOpenDay(before: day(before)) == day(last))
    }
}
