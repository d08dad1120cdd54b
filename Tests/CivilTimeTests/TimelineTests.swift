import CivilTime
import Testing

@Suite struct TimelineTests {
    private func day(_ number: Int) -> Day { Day(number: number) }

    /// The function that takes each value from its day on, looked at as a rule does.
    private func rule<Value>(_ initial: Value, _ changes: [(on: Int, value: Value)]) -> (inout Glance) -> Value {
        { glance in
            var value = initial
            for change in changes where glance.hasReached(Day(number: change.on)) { value = change.value }
            return value
        }
    }

    @Test func `a timeline is its rule on every day, and changes only where that does`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let changes = (0..<Int.random(in: 0...6, using: &random)).map { _ in
                (on: Int.random(in: 0...20, using: &random), value: Int.random(in: 0...2, using: &random))
            }
            let rule = rule(0, changes)
            let timeline = Timeline(following: rule)
            for number in -3...25 {
                var glance = Glance(day(number))
                let value = rule(&glance)
                #expect(timeline[day(number)] == value)
                var other = Glance(day(number))
                #expect(timeline.on(&other) == value)
                #expect(other.until == timeline.piece(around: day(number)).period.until)
                #expect(glance.until ?? day(99) <= other.until ?? day(99))
            }
            for (piece, next) in zip(timeline.pieces, timeline.pieces.dropFirst()) { #expect(piece.value != next.value) }
        }
    }

    @Test func `pieces cover all days, and neighbours differ`() {
        let timeline = Timeline(following: rule("a", [(0, "a"), (5, "b"), (10, "b"), (15, "a")]))
        #expect(timeline.pieces.map(\.value) == ["a", "b", "a"])
        #expect(timeline.pieces.map(\.period.from) == [nil, day(5), day(15)])
        #expect(timeline.pieces.map(\.period.until) == [day(5), day(15), nil])
        #expect(timeline.piece(around: day(14)).period == Period(from: day(5), through: day(14)))
    }

    @Test func `a timeline can be taken apart and put together again`() {
        let timeline = Timeline(following: rule(1, [(5, 2), (9, 3)]))
        #expect(Timeline(initial: timeline.initial, changes: timeline.changes) == timeline)
        let repeating = [
            Timeline.Change(on: day(2), value: 1), .init(on: day(5), value: 2), .init(on: day(7), value: 2), .init(on: day(9), value: 3),
        ]
        #expect(Timeline(initial: 1, changes: repeating) == timeline)
        #expect(Timeline(initial: 1, changes: [.init(on: day(5), value: 2), .init(on: day(5), value: 3)]) == nil)
        #expect(Timeline(initial: 1, changes: [.init(on: day(5), value: 2), .init(on: day(4), value: 3)]) == nil)
    }

    @Test func `without changes one piece has neither beginning nor end`() {
        #expect(Timeline(following: { _ in 1 }) == Timeline(1))
        #expect(Timeline(1).pieces.map(\.period) == [Period(from: nil, until: nil)])
    }

    @Test func `map and zip are the functions of the values, day by day`() {
        let left = Timeline(following: rule(0, [(10, 1)]))
        let right = Timeline<Int?>(following: rule(nil, [(5, 9), (15, nil)]))
        for number in -2...20 {
            let on = day(number)
            #expect(left.map { $0 * 2 }[on] == left[on] * 2)
            #expect(left.zip(right) { "\($0) \(String(describing: $1))" }[on] == "\(left[on]) \(String(describing: right[on]))")
        }
    }

    @Test func `a run of a function of the values reaches across the pieces on which it is the same`() {
        let timeline = Timeline(following: rule(0, [(3, 2), (5, 4), (8, 5), (10, 6)]))
        let isEven = { (value: Int) in value.isMultiple(of: 2) }
        #expect(timeline.piece(around: day(5), of: isEven) == timeline.map(isEven).piece(around: day(5)))
        for number in 0...12 {
            #expect(timeline.piece(around: day(number), of: isEven) == timeline.map(isEven).piece(around: day(number)))
        }
    }

    @Test func `a line of months changes on firsts only, and is asked of those months that may differ`() throws {
        let may = try #require(Month("2026-05"))
        var asked = 0
        let line = MonthLine<Int> { month in
            asked += 1
            let value = month < may ? 0 : month < may.adding(6) ? 1 : 2
            return (value, until: [may, may.adding(3), may.adding(6)].first { $0 > month })
        }
        #expect(asked == 4)
        #expect(line.runs.map(\.from) == [nil, may, may.adding(6)])
        #expect(line.runs.map(\.through) == [may.previous, may.adding(5), nil])
        #expect(line.runs.map(\.value) == [0, 1, 2])
        for offset in -2...8 {
            let month = may.adding(offset)
            #expect(line[month] == (offset < 0 ? 0 : offset < 6 ? 1 : 2))
            #expect(line.map { $0 == 1 }[month] == (line[month] == 1))
            #expect(line.zip(line.map { -$0 }) { $0 + $1 }[month] == 0)
        }
        #expect(MonthLine(line.days) == line)
        #expect(MonthLine(Timeline(following: rule(0, [(5, 1)]))) == nil)
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
