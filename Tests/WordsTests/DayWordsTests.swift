import CivilTime
import ContractTesting
import Testing
import Words

@Suite struct DayWordsTests {
    @Test(arguments: [
        ("2026-09-01", "1er septembre 2026", "1 September 2026", "01/09/2026"),
        ("2027-07-12", "12 juillet 2027", "12 July 2027", "12/07/2027"),
        ("2028-02-29", "29 février 2028", "29 February 2028", "29/02/2028"),
        ("2027-01-01", "1er janvier 2027", "1 January 2027", "01/01/2027"),
        ("2027-08-11", "11 août 2027", "11 August 2027", "11/08/2027"),
        ("2027-10-31", "31 octobre 2027", "31 October 2027", "31/10/2027"),
        ("0001-01-01", "1er janvier 0001", "1 January 0001", "01/01/0001"),
        ("9999-12-31", "31 décembre 9999", "31 December 9999", "31/12/9999"),
    ])
    func `a day is written long and short`(text: String, french: String, english: String, short: String) {
        #expect(day(text).written(in: .french) == french)
        #expect(day(text).written(in: .english) == english)
        #expect(day(text).writtenShort == short)
    }

    @Test func `only the first of a month is an ordinal`() {
        for number in 1...31 {
            let text = day("2027-01-01").adding(days: number - 1).written(in: .french)
            #expect(text.hasPrefix(number == 1 ? "1er " : "\(number) "))
        }
    }

    @Test func `the year is left out near a day of the same year`() {
        #expect(day("2027-06-30").written(in: .french, near: day("2027-07-12")) == "30 juin")
        #expect(day("2026-06-30").written(in: .french, near: day("2027-07-12")) == "30 juin 2026")
        #expect(day("2027-01-04").written(in: .french, abbreviated: true) == "4 janv. 2027")
        #expect(day("2027-09-01").written(in: .english, near: day("2027-07-12"), abbreviated: true) == "1 Sept")
    }

    @Test(arguments: [
        ("1970-01-01", "jeudi 1er janvier 1970", "Thursday 1 January 1970"),
        ("1969-12-28", "dimanche 28 décembre 1969", "Sunday 28 December 1969"),
        ("2026-09-01", "mardi 1er septembre 2026", "Tuesday 1 September 2026"),
    ])
    func `a day is said back with its day of the week`(text: String, french: String, english: String) {
        #expect(day(text).writtenWithWeekday(in: .french) == french)
        #expect(day(text).writtenWithWeekday(in: .english) == english)
    }

    @Test func `months follow of with an elision before a vowel`() {
        let months = (1...12).map { Month(index: 2027 * 12 + $0 - 1).writtenAfterOf(in: .french, near: month("2027-01")) }
        #expect(
            months == [
                "de janvier", "de février", "de mars", "d’avril", "de mai", "de juin", "de juillet", "d’août", "de septembre", "d’octobre",
                "de novembre", "de décembre",
            ])
        #expect(month("2026-08").writtenAfterOf(in: .french) == "d’août 2026")
        #expect(month("2026-08").writtenAfterOf(in: .english) == "of August 2026")
        #expect(month("2027-07").written(in: .french) == "juillet 2027")
        #expect(month("2027-07").written(in: .french, abbreviated: true) == "juil. 2027")
    }

    @Test(arguments: [
        (-12, "depuis 12 jours", "for 12 days"), (-1, "depuis hier", "since yesterday"), (0, "aujourd’hui", "today"),
        (1, "demain", "tomorrow"),
        (2, "dans 2 jours", "in 2 days"),
    ])
    func `a day is seen from today`(days: Int, french: String, english: String) {
        let today = day("2027-03-01")
        #expect(DaySpan(from: today, to: today.adding(days: days)).fromToday == Bilingual(french, english))
    }

    @Test(arguments: [
        (19, "19 jours après", "19 days after", "+19"), (1, "1 jour après", "1 day after", "+1"), (0, "le jour même", "the same day", "+0"),
        (-1, "1 jour avant", "1 day before", "−1"), (-30, "30 jours avant", "30 days before", "−30"),
    ])
    func `a fact is told late, that day or ahead`(days: Int, french: String, english: String, mark: String) {
        let span = DaySpan(from: day("2026-12-31"), to: day("2026-12-31").adding(days: days))
        #expect(span.lateness == Bilingual(french, english))
        #expect(span.mark == Bilingual("\(mark)\u{A0}j", "\(mark)\u{A0}d"))
    }

    @Test(arguments: [(19, "19 jours de retard", "19 days overdue"), (1, "1 jour de retard", "1 day overdue")])
    func `what comes after its last day in time is overdue by days`(days: Int, french: String, english: String) {
        #expect(DaySpan(days: days).overdue == Bilingual(french, english))
    }

    @Test(arguments: [0, -1, -30]) func `what comes by its last day is not overdue`(days: Int) {
        #expect(DaySpan(days: days).overdue == nil)
    }

    @Test(arguments: [
        ("2027-05-10T08:30:00Z", "10 mai 2027 à 10\u{A0}h\u{A0}30", "10 May 2027 at 10:30"),
        ("2027-01-12T10:15:59Z", "12 janvier 2027 à 11\u{A0}h\u{A0}15", "12 January 2027 at 11:15"),
        ("2026-12-31T23:05:00Z", "1er janvier 2027 à 0\u{A0}h\u{A0}05", "1 January 2027 at 00:05"),
        ("2027-03-28T00:59:59Z", "28 mars 2027 à 1\u{A0}h\u{A0}59", "28 March 2027 at 01:59"),
        ("2027-03-28T01:00:00Z", "28 mars 2027 à 3\u{A0}h\u{A0}00", "28 March 2027 at 03:00"),
        ("2027-06-30T22:00:00Z", "1er juillet 2027 à 0\u{A0}h\u{A0}00", "1 July 2027 at 00:00"),
        ("1969-12-31T22:59:00Z", "31 décembre 1969 à 23\u{A0}h\u{A0}59", "31 December 1969 at 23:59"),
    ])
    func `an instant is written by the clock of Paris`(text: String, french: String, english: String) throws {
        let instant = try #require(Instant(text))
        #expect(instant.written(in: .french) == french)
        #expect(instant.written(in: .english) == english)
    }
}
