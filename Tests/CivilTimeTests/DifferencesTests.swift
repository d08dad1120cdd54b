import CivilTime
import Testing

@Suite struct DifferencesTests {
    private func day(_ number: Int) -> Day { Day(number: number) }

    private func timeline(_ initial: Int, _ changes: [(Int, Int)]) -> Timeline<Int> {
        Timeline { glance in changes.last { glance.hasReached(Day(number: $0.0)) }?.1 ?? initial }
    }

    private func random(_ random: inout SystemRandomNumberGenerator) -> Timeline<Int> {
        let days = (0..<Int.random(in: 0...6, using: &random)).map { _ in Int.random(in: 0...20, using: &random) }
        return timeline(0, Set(days).sorted().map { ($0, Int.random(in: 0...2, using: &random)) })
    }

    @Test func `differences are the days on which two timelines differ, in runs as long as can be`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let (before, after) = (random(&generator), random(&generator))
            let found = after.differences(from: before)
            for number in -3...25 {
                let told = found.filter { $0.period.contains(day(number)) }
                let differs = before[day(number)] != after[day(number)]
                #expect(told.map(\.before) == (differs ? [before[day(number)]] : []))
                #expect(told.map(\.after) == (differs ? [after[day(number)]] : []))
            }
            for (one, next) in zip(found, found.dropFirst()) {
                #expect(one.period.until != next.period.from || one.before != next.before || one.after != next.after)
            }
        }
    }

    @Test func `only what is seen of the values is compared, and each side may be seen in its own way`() {
        let (before, after) = (timeline(0, [(5, 2), (10, 3)]), timeline(0, [(7, 4), (12, 5)]))
        let seen = after.differences(from: before) { $0.isMultiple(of: 2) }
        #expect(seen.map(\.period) == [Period(from: day(10), until: day(12))])
        // 2, 4, 4, 5, 5 against 0, 0, 4, 4, 5.
        let shifted = after.differences(from: before, seenBefore: { $0 + 2 }, seenAfter: { $0 })
        #expect(
            shifted.map(\.period) == [
                Period(from: nil, until: day(5)), Period(from: day(5), until: day(7)), Period(from: day(10), until: day(12)),
            ])
        #expect(shifted.map(\.before) == [2, 4, 5] && shifted.map(\.after) == [0, 0, 4])
    }

    @Test func `asked from a day on, equal days before it are passed over`() {
        let (before, after) = (timeline(0, [(5, 1), (10, 2)]), timeline(0, [(5, 1), (8, 7)]))
        #expect(after.differences(from: before, since: day(8)) == after.differences(from: before))
        #expect(after.differences(from: before, since: day(6)) == after.differences(from: before))
        #expect(after.differences(from: before).map(\.period) == [Period(from: day(8), until: day(10)), Period(from: day(10), until: nil)])
    }

    @Test func `what differs outside the calendar is no difference`() {
        let last = Day.calendar.upperBound
        let ended = timeline(0, [(last.next.number, 1)])
        #expect(ended.differences(from: Timeline(0)).isEmpty)
        #expect(timeline(0, [(last.number, 1)]).differences(from: Timeline(0)).map(\.period.from) == [last])
        #expect(Timeline(1).differences(from: Timeline(0)).map(\.period) == [Period(from: nil, until: nil)])
        #expect(Timeline(1).differences(from: Timeline(1)).isEmpty)
    }

    @Test func `months differ in runs of months`() throws {
        let may = try #require(Month("2026-05"))
        func line(_ from: Month, _ until: Month) -> MonthLine<Int> {
            MonthLine { month in (from <= month && month < until ? 1 : 0, until: [from, until].first { $0 > month }) }
        }
        let found = line(may, may.adding(6)).differences(from: line(may.adding(2), may.adding(9))) { $0 }
        #expect(found.map(\.from) == [may, may.adding(6)] && found.map(\.through) == [may.adding(1), may.adding(8)])
        #expect(found.map(\.after) == [1, 0])
        let since = line(may, may.adding(6)).differences(from: line(may.adding(2), may.adding(9)), since: may) { $0 }
        #expect(since == found)
    }
}
