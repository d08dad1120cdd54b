import CivilTime
import ContractTesting
import Testing
import Words

@Suite struct KnownAtTests {
    private let reader = DayReader(today: day("2027-07-12"))

    @Test(arguments: [
        ("10/05/2027", "2027-05-10T21:59:59.999999Z"), ("10 janvier 2027", "2027-01-10T22:59:59.999999Z"),
        ("hier", "2027-07-11T21:59:59.999999Z"),
        ("10/05/2027 10:30", "2027-05-10T08:30:59.999999Z"), ("10 mai 2027 à 10 h 30", "2027-05-10T08:30:59.999999Z"),
        ("10 mai 2027 10h", "2027-05-10T08:00:59.999999Z"), ("10 May 2027 at 10:30", "2027-05-10T08:30:59.999999Z"),
        ("2027-05-10T08:30:00Z", "2027-05-10T08:30:00Z"), ("2027-05-10t08:30:00.5+02:00", "2027-05-10T06:30:00.5Z"),
        ("hier 0:05", "2027-07-10T22:05:59.999999Z"),
    ])
    func `an instant is read`(text: String, expected: String) throws {
        #expect(try reader.knownAt(text) == .instant(#require(Instant(expected))))
    }

    @Test func `now and a fact are read`() throws {
        for text in ["", " ", "maintenant", "Now"] { #expect(try reader.knownAt(text) == .now) }
        for text in ["fait 7", "Fact 7", "version:7"] { #expect(try reader.knownAt(text) == .version(7)) }
    }

    @Test(arguments: [
        ("25/10/2026 2:30", UnreadableText.Part.time, UnreadableText.Problem.ambiguous), ("28/03/2027 2:30", .time, .notInCalendar),
        ("10/05/2027 24:00", .whole, .unreadable), ("10/05/2027 10:3", .whole, .unreadable), ("10:30", .day, .missing),
        ("fait x", .whole, .unreadable),
        ("fait 99999999999999999999", .whole, .unreadable),
    ])
    func `what is no instant is refused`(text: String, part: UnreadableText.Part, problem: UnreadableText.Problem) {
        let error = #expect(throws: UnreadableText.self) { try reader.knownAt(text) }
        #expect(error?.part == part && error?.problem == problem, "\(String(describing: error))")
        for language in Language.allCases { #expect(error?.phrase(in: language).plainText.hasSuffix(".") ?? false) }
    }

    @Test(arguments: [
        "2027-05-10T08:30:59.999999Z", "2027-01-01T00:00:59.999999Z", "2026-12-31T23:59:59.999999Z", "2027-05-10T08:30:00Z",
        "2027-05-10T08:30:07.5Z", "2027-05-10T21:59:59.999999Z",
        // 2:30 comes twice on that day in Paris.
        "2026-10-25T00:30:59.999999Z", "2026-10-25T01:30:59.999999Z", "2026-10-25T00:30:00Z",
    ])
    func `whatever is written is read back as the same instant`(text: String) throws {
        let asked = TypedKnownAt.instant(try #require(Instant(text)))
        for language in Language.allCases { #expect(try reader.knownAt(asked.written(in: language)) == asked) }
    }

    @Test func `what a clerk types is written as they type it`() throws {
        for text in ["10 mai 2027", french("10 mai 2027 à 10 h 30")] {
            #expect(try reader.knownAt(text).written(in: .french).replacing("\u{A0}", with: " ") == text)
        }
    }

    @Test func `now and a fact are read back`() throws {
        for language in Language.allCases {
            #expect(try reader.knownAt(TypedKnownAt.version(7).written(in: language)) == .version(7))
            #expect(try reader.knownAt(TypedKnownAt.now.written(in: language)) == .now)
        }
    }
}
