import CivilTime
import Testing

@testable import Portfolio

/// A piece that later knowledge leaves as it is stays one piece.
@Suite struct KnownLineTests {
    @Test func `each piece lasts as long as it is known, and is told once`() throws {
        var line = KnownLine<String>()
        var ended: [String] = []
        func tell(_ piece: Timeline<String>.Piece, _ from: Instant, _ until: Instant?) {
            let days = "\(piece.period.from?.description ?? "")…\(piece.period.through?.description ?? "")"
            ended.append("\(piece.value) \(days) \(from.microseconds)–\(until.map { "\($0.microseconds)" } ?? "")")
        }
        func know(_ changes: [(Day, String)]?, at instant: Int64) throws {
            let known = try changes.map {
                try #require(Timeline(initial: "none", changes: $0.map { Timeline<String>.Change(on: $0.0, value: $0.1) }))
            }
            line.know(known, at: Instant(microseconds: instant), tell)
        }
        try know([("2026-05-01", "a"), ("2026-09-01", "b")], at: 1)
        #expect(ended == [])
        try know([("2026-05-01", "a"), ("2026-09-01", "b")], at: 2)
        #expect(ended == [])
        // In the middle, at the end, and what stands behind is left.
        try know([("2026-05-01", "a"), ("2026-07-01", "c"), ("2026-09-01", "b")], at: 3)
        #expect(ended == ["a 2026-05-01…2026-08-31 1–3"])
        // Another value on the same days.
        try know([("2026-05-01", "a"), ("2026-07-01", "d"), ("2026-09-01", "b")], at: 4)
        #expect(ended.dropFirst() == ["c 2026-07-01…2026-08-31 3–4"])
        ended = []
        // Nobody knows of it any more, then again.
        try know(nil, at: 5)
        #expect(
            ended == [
                "none …2026-04-30 1–5", "a 2026-05-01…2026-06-30 3–5", "d 2026-07-01…2026-08-31 4–5", "b 2026-09-01… 1–5",
            ])
        ended = []
        try know([], at: 6)
        line.finish(tell)
        #expect(ended == ["none … 6–"])
    }
}
