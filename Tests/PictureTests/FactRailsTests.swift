import CivilTime
import ContractTesting
import Contracts
import RandomTesting
import Testing

@testable import Picture

@Suite struct FactRailsTests {
    private func layout(known version: Int? = nil) throws -> PictureLayout {
        PictureLayout(of: try ExampleLife.subject(known: version), on: day("2027-07-12"), labels: .example)
    }

    @Test func `late facts lean right, those told ahead lean left, those of the day stand upright`() throws {
        let lines = try layout().rails.lines
        #expect(lines.map(\.version) == Array(1...10))
        #expect(lines.filter { $0.kind == .late }.map(\.version) == [5, 7, 9])
        #expect(lines.filter { $0.kind == .late }.allSatisfy { $0.upper.place < $0.lower.place })
        #expect(lines.filter { [1, 2, 3, 4, 8].contains($0.version) }.allSatisfy { $0.upper.place > $0.lower.place })
        #expect(lines[5].upper.place == lines[5].lower.place)
        // The proof of April came in May, within its term.
        #expect(lines[9].kind == .inTime && lines[9].upper.place < lines[9].lower.place)
    }

    @Test(arguments: 0..<60)
    func `a late fact leans right and no other kind but a proof does`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let subject = PictureSubject.random(&random, facts: 60)
        let rails = PictureLayout(of: subject, on: day("2027-07-12"), labels: .example).rails
        for line in rails.lines {
            let fact = subject.facts[line.version - 1]
            if fact.daysLate != nil {
                #expect(line.upper.place <= line.lower.place)
                #expect(line.kind != .inTime)
            } else {
                #expect(line.upper.place >= line.lower.place)
                #expect(line.kind != .late)
            }
            #expect((line.kind == .notKnownYet) == (line.version > subject.knownVersion))
        }
        #expect(zip(rails.marks, rails.marks.dropFirst()).allSatisfy { $0.place < $1.place && $0.hit.upperBound <= $1.hit.lowerBound })
    }

    @Test func `marks carry the versions of their day and how late the latest was`() throws {
        let rails = try layout().rails
        #expect(rails.marks.map(\.versions) == [[1, 2, 3], [4], [5, 6], [7], [8], [9], [10]])
        #expect(rails.marks.map(\.versionsText) == ["1–3", "4", "5, 6", "7", "8", "9", "10"])
        #expect(rails.marks.map(\.daysLate) == [nil, nil, 21, 8, nil, 19, nil])
        #expect(rails.marks.map(\.target) == [3, 4, 6, 7, 8, 9, 10].map { .known(version: $0) })
        #expect(rails.lateness.sorted { $0.place < $1.place }.map(\.text) == ["+21 j", "+8 j", "+19 j"])
    }

    @Test func `facts recorded after the instant of the picture are greyed`() throws {
        let rails = try layout(known: 7).rails
        #expect(rails.lines.filter { $0.kind == .notKnownYet }.map(\.version) == [8, 9, 10])
        #expect(rails.marks.map(\.isNotKnownYet) == [false, false, false, false, true, true, true])
        #expect(rails.known == rails.marks[3].place)
    }

    @Test func `a line that leaves the window is cut at its edge`() throws {
        let facts = [
            ShownFact(
                version: 1, effectiveOn: day("2020-01-01"), recordedAt: instant("2027-07-01T00:00:00Z"), inTimeThrough: day("2020-01-01")),
            ShownFact(
                version: 2, effectiveOn: day("2040-01-01"), recordedAt: instant("2027-07-02T00:00:00Z"), inTimeThrough: day("2040-01-01")),
            ShownFact(version: 3, effectiveOn: nil, recordedAt: instant("2027-07-20T00:00:00Z"), inTimeThrough: nil),
        ]
        let rails = PictureLayout(of: .empty(facts: facts), on: day("2027-07-12"), span: .oneYear, labels: .example).rails
        #expect(rails.lines.map(\.version) == [1, 2])
        #expect(rails.lines.allSatisfy { !$0.startsOnRail && $0.endsOnRail })
        #expect(rails.lines[0].upper.place == .zero && rails.lines[1].upper.place == .full)
        #expect(rails.lines.allSatisfy { (1..<FactRails.gap).contains($0.upper.down) })
        #expect(rails.marks.map(\.hasLineless) == [false, true])
    }

    @Test(arguments: 0..<40)
    func `no two texts of a row overlap in a class in which they show`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let subject = PictureSubject.random(&random, facts: 200)
        let layout = PictureLayout(of: subject, on: day("2027-07-12"), span: PictureSpan.allCases[seed % 3], labels: .example)
        for (row, offset) in [(layout.months, 5), (layout.rails.versions, 0), (layout.rails.lateness, 0)] {
            for width in WidthClass.allCases {
                let pixels = row.filter { $0.from <= width }.map { label -> Range<Int> in
                    let (left, length) = (label.place.pixels(of: width.pixels) + offset, TextWidth.pixels(label.text, size: 13))
                    return switch label.anchor {
                    case .start: left..<left + length
                    case .middle: left - length / 2..<left + length / 2
                    case .end: left - length..<left
                    }
                }.sorted { $0.lowerBound < $1.lowerBound }
                #expect(zip(pixels, pixels.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
                #expect(pixels.allSatisfy { $0.lowerBound >= -4 && $0.upperBound <= width.pixels })
            }
        }
    }
}
