import CivilTime
import Testing

@Suite struct InstantTests {
    @Test(arguments: [
        ("winter, before midnight", "2026-01-31T22:59:59Z", "2026-01-31"),
        ("winter, midnight in Paris", "2026-01-31T23:00:00Z", "2026-02-01"),
        ("summer, before midnight", "2026-06-30T21:59:59.999999Z", "2026-06-30"),
        ("summer, midnight in Paris", "2026-06-30T22:00:00Z", "2026-07-01"),
        ("the eve of summer time", "2026-03-28T23:00:00Z", "2026-03-29"),
        ("the first summer midnight", "2026-03-29T22:00:00Z", "2026-03-30"),
        ("an hour before it", "2026-03-29T21:59:59Z", "2026-03-29"), ("the last summer midnight", "2026-10-24T22:00:00Z", "2026-10-25"),
        ("the first winter midnight", "2026-10-25T23:00:00Z", "2026-10-26"), ("an hour before that", "2026-10-25T22:59:59Z", "2026-10-25"),
        ("new year's eve", "2026-12-31T22:59:59Z", "2026-12-31"), ("new year", "2026-12-31T23:00:00Z", "2027-01-01"),
        ("leap day's eve", "2028-02-28T23:00:00Z", "2028-02-29"), ("leap day's end", "2028-02-29T23:00:00Z", "2028-03-01"),
    ])
    func `the day is that of Paris`(what: String, instant: String, day: String) throws {
        #expect(try #require(Instant(instant)).parisDay.description == day, "\(what)")
    }

    @Test(arguments: [
        ("2026-09-10T09:00:00Z", "2026-09-10T09:00:00Z"), ("2026-09-10T11:00:00+02:00", "2026-09-10T09:00:00Z"),
        ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"), ("2026-09-10T04:30:00-04:30", "2026-09-10T09:00:00Z"),
        ("2026-09-10T09:00:00.5Z", "2026-09-10T09:00:00.500000Z"), ("2026-09-10T09:00:00.1234567Z", "2026-09-10T09:00:00.123456Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ])
    func `an instant is written in UTC`(read: String, written: String) throws {
        #expect(try #require(Instant(read)).description == written)
    }

    @Test(arguments: [
        "2026-09-10", "2026-09-10T09:00Z", "2026-09-10T24:00:00Z", "2026-09-10T09:60:00Z", "2026-09-10T09:00:60Z", "2026-09-10T09:00:00",
        "2026-09-10 09:00:00Z", "2026-02-30T09:00:00Z", "2026-09-10T09:00:00.Z", "2026-09-10T09:00:00+2:00", "2026-09-10T09:00:00Zx", "",
    ])
    func `what is no instant is not read`(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test(arguments: [
        ("2027-01-12T10:15:59.999999Z", 11, 15), ("2027-03-28T00:59:59Z", 1, 59), ("2027-03-28T01:00:00Z", 3, 0),
        ("2026-10-25T00:30:00Z", 2, 30),
        ("2026-10-25T01:30:00Z", 2, 30), ("2026-06-30T22:00:00Z", 0, 0), ("1969-12-31T22:59:00Z", 23, 59), ("0001-01-01T00:00:00Z", 1, 0),
        ("9999-12-31T23:30:00Z", 0, 30),
    ])
    func `clocks in Paris show an hour and a minute`(instant: String, hour: Int, minute: Int) throws {
        let instant = try #require(Instant(instant))
        #expect(instant.parisTime == (instant.parisDay, hour, minute))
    }
}

@Suite struct MoneyTests {
    @Test(arguments: [
        (7541, "0.50", 3771), (7539, "0.50", 3770), (1, "0.5", 1), (-1, "0.5", 0), (-3, "0.5", -1), (400_500, "0.008", 3204),
        (0, "0.333", 0),
        (62, "0.008", 0), (63, "0.008", 1), (100, "1", 100),
    ])
    func `half a cent counts as one`(cents: Int, rate: String, share: Int) throws {
        #expect(Money(cents: cents).share(try #require(Rate(rate))).cents == share)
    }

    @Test(arguments: ["", ".5", "0.", "-0.5", "0,5", "1e3", "0.0000000001", "1000", "0.5.5", "½"])
    func `what is no rate is not read`(text: String) {
        #expect(Rate(text) == nil)
    }

    @Test(arguments: ["0.50", "0.008", "1", "0"])
    func `a rate is written as it is read`(text: String) {
        #expect(Rate(text)?.description == text)
    }
}
