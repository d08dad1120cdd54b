import CivilTime
import Testing

@Suite struct TimelineTests {
    private func day(_ number: Int) -> Day { Day(number: number) }

    @Test func `a timeline is its function on every day, whatever breaks are named besides`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let changes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                (on: Int.random(in: 0...20, using: &random), value: Int.random(in: 0...2, using: &random))
            }
            let value = { (day: Day) in changes.filter { $0.on <= day.number }.max { $0.on < $1.on }?.value ?? 0 }
            let timeline = Timeline(breakingOn: (changes.map(\.on) + [3, 3, 17]).shuffled(using: &random).map(day), value)
            for number in -3...25 { #expect(timeline[day(number)] == value(day(number))) }
        }
    }

    @Test func `pieces cover all days, and neighbours differ`() {
        let timeline = Timeline(breakingOn: [0, 5, 10, 15].map(day)) { $0.number < 5 ? "a" : $0.number < 15 ? "b" : "a" }
        #expect(timeline.pieces.map(\.value) == ["a", "b", "a"])
        #expect(timeline.pieces.map(\.period.from) == [nil, day(5), day(15)])
        #expect(timeline.pieces.map(\.period.until) == [day(5), day(15), nil])
        #expect(timeline.piece(around: day(14)).period == Period(from: day(5), through: day(14)))
        #expect(timeline.breaks == [day(5), day(15)])
    }

    @Test func `without breaks one piece has neither beginning nor end`() {
        #expect(Timeline(breakingOn: []) { _ in 1 } == Timeline(1))
        #expect(Timeline(1).pieces.map(\.period) == [Period(from: nil, until: nil)])
    }

    @Test func `map, zip and overlay are the functions of the values, day by day`() {
        let left = Timeline(breakingOn: [day(0), day(10)]) { $0.number / 10 }
        let right = Timeline<Int?>(breakingOn: [day(5), day(15)]) { (5..<15).contains($0.number) ? 9 : nil }
        for number in -2...20 {
            let on = day(number)
            #expect(left.map { $0 * 2 }[on] == left[on] * 2)
            #expect(left.zip(right) { "\($0) \(String(describing: $1))" }[on] == "\(left[on]) \(String(describing: right[on]))")
            #expect(left.overlay(right)[on] == right[on] ?? left[on])
        }
    }

    @Test func `a period is half-open inside and shown with both ends`() {
        let period = Period(from: day(3), through: day(7))
        #expect(period.until == day(8) && period.through == day(7))
        #expect((0...10).filter { period.contains(day($0)) } == [3, 4, 5, 6, 7])
        #expect(period.cut(before: day(5)) == Period(from: day(3), through: day(4)))
        #expect(period.cut(before: day(3)).isEmpty && period.cut(before: day(1)).isEmpty)
        #expect(period.cut(before: nil) == period && period.cut(before: day(20)) == period)
        #expect(Period(from: day(3), through: nil).contains(day(9999)))
        #expect(period.cut(before: day(3)).months == nil)
        #expect(Period(from: day(0), through: day(31)).months == Month("1970-01")!...Month("1970-02")!)
    }
}
