import CivilTime
import ContractTesting
import Testing
import Words

@Suite struct DayReaderTests {
    private let reader = DayReader(today: day("2026-08-31"))

    @Test(arguments: [
        "01/09/2026", "1/9/26", "1/9/2026", "01-09-2026", "1.9.26", "1 9 2026", "2026-09-01", "2026/9/1", "1er sept. 2026",
        "1er septembre 2026",
        "1 SEPT 26", "1er Septembre 2026", "le 1er septembre 2026", "mardi 1er septembre 2026", "Tuesday, September 1st, 2026",
        "September 1, 2026",
        "1 Sep 2026", "the 1st September 2026", "demain", "Tomorrow", " 01/09/2026 ", "1er\u{A0}septembre\u{202F}2026",
    ])
    func `one day is read from all its forms`(text: String) throws {
        #expect(try reader.day(text) == day("2026-09-01"))
    }

    @Test(arguments: [
        ("aujourd'hui", "2026-08-31"), ("Aujourd’hui", "2026-08-31"), ("hier", "2026-08-30"), ("yesterday", "2026-08-30"),
        ("avant-hier", "2026-08-29"),
        ("après-demain", "2026-09-02"), ("12 févr. 2027", "2027-02-12"), ("12 fe\u{301}vrier 2027", "2027-02-12"),
        ("3 aout 2027", "2027-08-03"),
        ("29/02/2028", "2028-02-29"), ("31 déc. 9999", "9999-12-31"), ("1/1/0001", "0001-01-01"), ("15 juil 27", "2027-07-15"),
        ("1 mars 27", "2027-03-01"),
        ("2 mai 27", "2027-05-02"), ("2 may 27", "2027-05-02"), ("4 juin 27", "2027-06-04"), ("4 jun 27", "2027-06-04"),
    ])
    func `other days are read`(text: String, expected: String) throws {
        #expect(try reader.day(text) == day(expected))
    }

    @Test(arguments: [
        (DayReader.Century.near, "46", 2046), (.near, "47", 1947), (.near, "26", 2026), (.near, "00", 2000), (.near, "99", 1999),
        (.past, "26", 2026),
        (.past, "27", 1927), (.past, "85", 1985), (.past, "00", 2000),
    ])
    func `a year of two digits is read by its century`(century: DayReader.Century, digits: String, year: Int) throws {
        let reader = DayReader(today: day("2026-08-31"), century: century)
        #expect(try reader.day("14/03/\(digits)") == Day(year: year, month: 3, day: 14))
    }

    @Test(arguments: [
        ("", UnreadableText.Part.whole, UnreadableText.Problem.empty), ("  ", .whole, .empty), ("bientôt", .whole, .unreadable),
        ("01092026", .whole, .unreadable), ("1/9", .year, .missing), ("1er septembre", .year, .missing), ("septembre 2026", .day, .missing),
        ("09/2026", .day, .missing), ("31/06/2026", .day, .notInCalendar), ("29/02/2027", .day, .notInCalendar),
        ("0/1/2027", .day, .notInCalendar),
        ("9/13/2026", .month, .notInCalendar), ("1/0/2026", .month, .notInCalendar), ("1 jui 2026", .month, .ambiguous),
        ("1 ma 2026", .month, .ambiguous),
        ("1 brumaire 2026", .month, .unreadable), ("1 se 2026", .month, .unreadable), ("1/9/126", .year, .unreadable),
        ("1/9/0000", .year, .unreadable),
        ("1/9/5", .year, .unreadable), ("1/9/20261", .year, .unreadable), ("-1/9/2026", .whole, .unreadable),
        ("1//9/2026", .whole, .unreadable),
        ("1/9/2026/", .whole, .unreadable), ("1/9/2026 10h", .whole, .unreadable), ("１/９/２０２６", .whole, .unreadable),
        ("1+9+2026", .whole, .unreadable),
        ("lundi 1er septembre 2026", .weekday, .unreadable), ("<script>", .whole, .unreadable), ("2er septembre 2026", .whole, .unreadable),
    ])
    func `what is no day is refused, with the part`(text: String, part: UnreadableText.Part, problem: UnreadableText.Problem) {
        let error = #expect(throws: UnreadableText.self) { try reader.day(text) }
        #expect(error?.part == part && error?.problem == problem, "\(String(describing: error))")
        for language in Language.allCases {
            let words = error?.phrase(in: language).plainText ?? ""
            #expect(words.hasSuffix("."))
        }
    }

    @Test(arguments: [
        ("mai 2027", "2027-05"), ("05/2027", "2027-05"), ("5/27", "2027-05"), ("2027-05", "2027-05"), ("May 2027", "2027-05"),
        ("déc. 26", "2026-12"),
    ])
    func `a month is read`(text: String, expected: String) throws {
        #expect(try reader.month(text) == month(expected))
    }

    @Test(arguments: [
        ("", UnreadableText.Part.whole, UnreadableText.Problem.empty), ("mai", .year, .missing), ("13/2027", .month, .notInCalendar),
        ("01/05/2027", .whole, .unreadable), ("jui 2027", .month, .ambiguous), ("mai 0000", .year, .unreadable),
    ])
    func `what is no month is refused, with the part`(text: String, part: UnreadableText.Part, problem: UnreadableText.Problem) {
        let error = #expect(throws: UnreadableText.self) { try reader.month(text) }
        #expect(error?.part == part && error?.problem == problem, "\(String(describing: error))")
    }

    @Test func `whatever the room writes, it reads back`() throws {
        let everyDay = (0...366).map { Day.calendar.lowerBound.adding(days: 730_000 + $0) }
        let someDays = stride(from: Day.calendar.lowerBound.number, through: Day.calendar.upperBound.number, by: 9_973).map {
            Day(number: $0)
        }
        for day in everyDay + someDays + [Day.calendar.upperBound] {
            for language in Language.allCases {
                #expect(try reader.day(day.written(in: language)) == day)
                #expect(try reader.day(day.written(in: language, abbreviated: true)) == day)
                #expect(try reader.day(day.writtenWithWeekday(in: language)) == day)
                #expect(try reader.month(Month(of: day).written(in: language)) == Month(of: day))
                #expect(try reader.month(Month(of: day).written(in: language, abbreviated: true)) == Month(of: day))
            }
            #expect(try reader.day(day.writtenShort) == day)
            #expect(try reader.day(day.description) == day)
        }
    }

    @Test func `a long text is refused, and quoted in part`() {
        let error = #expect(throws: UnreadableText.self) { try reader.day(String(repeating: "é", count: 100_000)) }
        #expect(error?.typed.unicodeScalars.count == 40)
    }
}
