import CivilTime
import ContractTesting
import Contracts
import Testing

@testable import Picture

@Suite struct PictureWindowTests {
    @Test(arguments: [
        // The intended look: about 15 months before, from a quarter's first day.
        (PictureSpan.twoYears, "2027-07-12", "2026-04-20", "2026-04-01", "2028-04-01"),
        (.twoYears, "2027-09-30", "2020-01-01", "2026-04-01", "2028-04-01"),
        (.twoYears, "2028-02-29", "2020-01-01", "2026-10-01", "2028-10-01"),
        // Not before the first fact's quarter.
        (.twoYears, "2026-05-10", "2026-04-20", "2026-04-01", "2028-04-01"),
        // The contract does not exist yet on that day.
        (.twoYears, "2025-01-01", "2026-04-20", "2025-01-01", "2027-01-01"),
        (.oneYear, "2027-07-12", "2026-04-20", "2026-12-01", "2027-12-01"),
        (.oneYear, "2026-04-01", "2026-04-20", "2026-04-01", "2027-04-01"),
        (.all, "2027-07-12", "2026-04-20", "2026-04-01", "2028-08-01"),
        // The ends of the calendar.
        (.twoYears, "9999-12-31", "2026-04-20", "9998-01-01", "10000-01-01"),
        (.oneYear, "9999-12-31", "2026-04-20", "9999-01-01", "10000-01-01"),
        (.all, "9999-12-31", "2026-04-20", "2026-04-01", "10000-01-01"),
        (.twoYears, "0001-01-01", "2026-04-20", "0001-01-01", "0003-01-01"),
        (.oneYear, "0001-01-01", "0001-01-01", "0001-01-01", "0002-01-01"),
    ])
    func `a window lies around the day asked about`(span: PictureSpan, on: String, first: String, from: String, until: String) {
        let window = PictureWindow(
            span, around: day(on), factDays: day(first)...max(day(first), day("2026-05-01")), knownOn: day("2027-07-12"))
        #expect("\(window.from)" == from && "\(window.until)" == until)
        #expect(window.contains(day(on)))
        #expect(window.place(of: window.from) == .zero && window.place(of: window.until) == .full)
    }

    @Test func `all shows all facts and a year more, and without facts the day asked about`() {
        let facts = [
            ShownFact(
                version: 1, effectiveOn: day("2031-12-31"), recordedAt: instant("2026-04-20T09:00:00Z"), inTimeThrough: day("2031-12-31"))
        ]
        let subject = PictureSubject.empty(facts: facts)
        let window = PictureWindow(.all, around: day("2027-07-12"), factDays: subject.factDays, knownOn: day("2027-07-12"))
        #expect(window.from == day("2026-04-01") && window.until == day("2033-01-01"))
        let none = PictureWindow(.all, around: day("2027-07-12"), factDays: nil, knownOn: day("2027-07-12"))
        #expect(none.from == day("2027-07-01") && none.until == day("2028-08-01"))
    }

    @Test(arguments: [
        // In the window already, and out of it on either side.
        ("2027-05-01", "2027-07-12"), ("2030-09-18", "2030-09-18"), ("2020-02-01", "2020-02-01"), ("9999-12-31", "9999-12-31"),
    ])
    func `a day that has to be seen is in the picture`(shown: String, on: String) throws {
        let subject = try ExampleLife.subject()
        let layout = PictureLayout(of: subject, on: day("2027-07-12"), showing: day(shown), labels: .example)
        #expect(layout.window.contains(day(shown)))
        #expect(layout.on == layout.window.place(of: day(on)) && layout.on.isInside)
    }

    @Test func `a day that has to be seen and lies outside the calendar moves nothing`() throws {
        let subject = try ExampleLife.subject()
        let layout = PictureLayout(of: subject, on: day("2027-07-12"), showing: day("9999-12-31").next, labels: .example)
        #expect(layout.window == PictureLayout(of: subject, on: day("2027-07-12"), labels: .example).window)
    }

    @Test func `a day lies where its part of the window has passed`() {
        let window = PictureWindow(.twoYears, around: day("2027-07-12"), factDays: nil, knownOn: day("2027-07-12"))
        #expect(window.from == day("2027-07-01"))
        let look = PictureWindow(
            .twoYears, around: day("2027-07-12"), factDays: day("2026-04-20")...day("2027-05-10"), knownOn: day("2027-07-12"))
        #expect(look.place(of: day("2027-07-12")).hundredths == 6_389)
        #expect(look.place(of: day("2026-09-01")).hundredths == 2_093)
        #expect(look.place(of: day("2026-03-31")).hundredths == -14)
    }

    @Test(
        arguments: PictureSpan.allCases, ["2026-04-20", "2027-07-12", "2028-02-29", "2060-01-01", "2400-06-30", "9999-12-31", "0001-01-01"])
    func `a grid has at most 41 lines, all of them in the window`(span: PictureSpan, on: String) {
        let window = PictureWindow(span, around: day(on), factDays: day("2026-04-20")...day("2027-05-10"), knownOn: day("2027-07-12"))
        let lines = GridLine.lines(of: window)
        #expect((1...41).contains(lines.count))
        #expect(lines.allSatisfy { $0.place.isInside && window.contains($0.month.firstDay) })
        #expect(lines.map(\.place) == lines.map(\.place).sorted() && Set(lines.map(\.place)).count == lines.count)
    }
}
