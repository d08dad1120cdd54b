import CivilTime
import ContractTesting
import Contracts
import HTML
import RandomTesting
import Testing

@testable import Picture

@Suite struct LaneTests {
    private static func layout(_ seed: Int, before: Bool = false) -> (PictureSubject, PictureLayout) {
        var random = SplitMix(state: UInt64(seed))
        let subject = PictureSubject.random(&random)
        let earlier = before ? PictureSubject.random(&random) : nil
        let span = PictureSpan.allCases[seed % 3]
        let on = day("2025-10-01").adding(days: Int.random(in: 0...1_200, using: &random))
        return (
            subject,
            PictureLayout(of: subject, before: earlier, on: on, span: span, why: .holder, labels: .example)
        )
    }

    @Test(arguments: 0..<90)
    func `pieces tile the window, in order`(seed: Int) {
        let (subject, layout) = Self.layout(seed, before: seed.isMultiple(of: 2))
        #expect(layout.lanes.count >= subject.persons.count + 2)
        for lane in layout.lanes {
            #expect(lane.pieces.first?.part.lowerBound == .zero && lane.pieces.last?.part.upperBound == .full)
            for (piece, next) in zip(lane.pieces, lane.pieces.dropFirst()) {
                #expect(piece.part.upperBound == next.part.lowerBound && piece.period.until == next.period.from)
            }
        }
        for (lane, next) in zip(layout.lanes, layout.lanes.dropFirst()) {
            #expect(next.top > lane.barTop + Lane.barHeight)
            #expect(lane.beforeTop + Lane.beforeHeight < lane.barTop || lane.before.isEmpty)
        }
        #expect(layout.rails.top > (layout.lanes.last?.barTop ?? 0) + Lane.barHeight && layout.height > layout.rails.bottom)
    }

    @Test(arguments: 0..<90)
    func `nothing lies outside the window`(seed: Int) {
        let (_, layout) = Self.layout(seed, before: true)
        var parts = layout.lanes.flatMap { $0.pieces + $0.before }.map(\.part)
        parts += layout.rails.marks.map(\.hit)
        if let selection = layout.selection { parts.append(selection.part) }
        var places = parts.flatMap { [$0.lowerBound, $0.upperBound] }
        places += layout.rails.lines.flatMap { [$0.upper.place, $0.lower.place] }
        places += layout.rails.marks.map(\.place) + layout.months.map(\.place) + layout.grid.map(\.place)
        places += [layout.on, layout.rails.known ?? .zero]
        #expect(places.allSatisfy { $0.isInside })
        #expect(
            layout.rails.lines.allSatisfy { (0...FactRails.gap).contains($0.upper.down) && (0...FactRails.gap).contains($0.lower.down) })
    }

    @Test(arguments: 0..<60)
    func `each piece looks as its days are, and leads to one of them`(seed: Int) {
        let (subject, layout) = Self.layout(seed)
        for (person, lane) in zip(subject.persons, layout.lanes.dropFirst()) {
            for piece in lane.pieces {
                let first = max(piece.period.from ?? layout.window.from, layout.window.from)
                #expect(piece.look == PieceLook(person.cover[first]) && piece.target == .why(person.key, on: first))
                #expect(layout.window.contains(first))
            }
        }
    }

    @Test func `nothing is due from the first day of an exemption on, and before it there is nothing to say`() throws {
        let from = day("2026-05-01")
        let standing = try #require(
            Timeline(initial: ShownStanding(.outside), changes: [.init(on: from, value: ShownStanding(.exempt))]))
        let subject = PictureSubject(
            standing: standing, persons: [], payments: Timeline(.zero), facts: [], knownVersion: 1, knownOn: from, isPresent: true)
        let lane = try #require(PictureLayout(of: subject, on: from, labels: .example).lanes.last)
        #expect(lane.kind == .payment && lane.pieces.map(\.look) == [.nothing, .nothingDue])
        #expect(lane.pieces.last?.period.from == from && lane.pieces.last?.labels.isEmpty == false)
    }

    @Test func `a label is never wider than its piece in a class in which it shows`() {
        for seed in 0..<60 {
            let (_, layout) = Self.layout(seed)
            for piece in layout.lanes.flatMap(\.pieces) {
                for width in WidthClass.allCases {
                    let shown = piece.labels.filter { $0.shows(in: width) }
                    #expect(shown.count <= 1)
                    for label in shown {
                        let room = (piece.part.upperBound.hundredths - piece.part.lowerBound.hundredths) * width.pixels / 10_000 + 1
                        #expect(TextWidth.pixels(label.text, size: FittedLabel.size) + FittedLabel.margin <= room)
                    }
                }
            }
        }
    }

    @Test func `the months of the holder's portability stand alone, others' do not`() {
        let cover = Timeline(
            initial: Cover.none,
            changes: [
                .init(on: day("2027-03-15"), value: Cover(.provisional, .portability)), .init(on: day("2027-06-10"), value: .none),
            ])
        let subject = PictureSubject(
            standing: Timeline(ShownStanding(.portability)),
            persons: [.holder, .beneficiary(BeneficiaryID(bits: 1))].map {
                .init($0, title: "T", name: "N", cover: cover ?? Timeline(.none))
            },
            payments: Timeline(.zero), facts: [], knownVersion: 0, knownOn: day("2027-07-12"), isPresent: true)
        let layout = PictureLayout(of: subject, on: day("2027-03-01"), span: .oneYear, labels: .example)
        let days = layout.lanes[1].pieces.map { $0.period.from.map { "\($0)" } ?? "" }
        #expect(days == ["", "2027-03-15", "2027-04-01", "2027-05-01", "2027-06-01", "2027-06-10"])
        #expect(layout.lanes[2].pieces.count == 3)
        #expect(layout.lanes[1].pieces[1].labels.map(\.text).allSatisfy { $0.hasPrefix("?") })
    }

    @Test func `the selection frames all days around the day with the same cover`() throws {
        let layout = PictureLayout(of: try ExampleLife.subject(), on: day("2027-07-12"), why: .holder, labels: .example)
        let selection = try #require(layout.selection)
        #expect(selection.part == layout.window.place(of: day("2027-06-01"))..<Position.full)
        let unknown = PictureLayout(
            of: try ExampleLife.subject(), on: day("2027-07-12"), why: .beneficiary(BeneficiaryID(bits: 99)), labels: .example)
        #expect(unknown.selection == nil)
    }

    @Test(arguments: 0..<60)
    func `what was before stands above the days on which it differs, and above no other`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let (before, after) = (PictureSubject.random(&random), PictureSubject.random(&random))
        let layout = PictureLayout(of: after, before: before, on: day("2027-07-12"), labels: .example)
        #expect(Set(layout.lanes.map(\.kind)).isSuperset(of: (before.persons + after.persons).map { .cover($0.key) }))
        for lane in layout.lanes {
            guard case .cover(let person) = lane.kind else { continue }
            var day = layout.window.from
            while day < layout.window.until {
                let earlier = before.cover(of: person)[day]
                let found = lane.before.first { $0.period.contains(day) }
                #expect(found.map(\.look) == (earlier == after.cover(of: person)[day] ? nil : PieceLook(earlier)))
                day = day.adding(days: 7)
            }
        }
        let same = PictureLayout(of: after, before: after, on: day("2027-07-12"), labels: .example)
        #expect(same.lanes.allSatisfy { $0.before.isEmpty })
    }

    @Test func `fifty beneficiaries, and nobody at all, have their lanes`() {
        var random = SplitMix(state: 1)
        let many = PictureLayout(of: .random(&random, beneficiaries: 50), on: day("2027-07-12"), labels: .example)
        #expect(many.lanes.count == 53 && many.height > 53 * 50)
        let none = PictureLayout(of: .empty(), on: day("2027-07-12"), labels: .example)
        #expect(none.lanes.map(\.pieces.count) == [1, 1, 1] && none.rails.lines.isEmpty && none.rails.marks.isEmpty)
        #expect(none.lanes.allSatisfy { $0.pieces[0].look == .nothing })
    }

    @Test func `days at the ends of the calendar are drawn`() throws {
        let cover = try #require(
            Timeline(
                initial: Cover.none,
                changes: [
                    .init(on: day("9999-12-30"), value: Cover(.covered, .active)), .init(on: day("9999-12-31"), value: Cover(.suspended)),
                ]))
        let facts = [
            ShownFact(
                version: 1, effectiveOn: day("0001-01-01"), recordedAt: instant("9999-12-31T22:59:59Z"), inTimeThrough: day("0001-01-01")),
            ShownFact(
                version: 2, effectiveOn: day("9999-12-31").next, recordedAt: instant("9999-12-31T22:59:59Z"),
                inTimeThrough: day("9999-12-31").next),
        ]
        for span in PictureSpan.allCases {
            for on in ["0001-01-01", "2027-07-12", "9999-12-31"] {
                let layout = PictureLayout(
                    of: .empty(cover, facts: facts, knownOn: "9999-12-31"), on: day(on), span: span, labels: .example)
                #expect(layout.lanes[1].pieces.last?.part.upperBound == .full && layout.on.isInside)
                #expect(layout.rails.lines.allSatisfy { $0.upper.place.isInside && $0.lower.place.isInside })
                #expect(!PictureDrawing(layout, id: "p", labels: .example) { _ in .samePage }.figure.isEmpty)
            }
        }
        let last = PictureLayout(of: .empty(cover), on: day("9999-12-31"), span: .oneYear, labels: .example)
        #expect(last.lanes[1].pieces.map(\.look) == [.nothing, .covered, .suspended])
        #expect(last.lanes[1].pieces.allSatisfy { !$0.part.isEmpty })
    }

    @Test(arguments: [
        (0, 0, 0, 0), (4_200, 17_292, 0, 5), (0, 21_754, 0, 0), (4_200, 0, 0, 26), (0, 21_754, 21_754, 26), (0, 10_000, 5_000, 13),
        (1, 999_999, 0, 3), (999_999, 1, 0, 23), (1_000_000_000_000, 1_000_000_000_000, 0, 13),
    ])
    func `the employer's band has the employer's part of the bar`(employer: Int, agent: Int, refund: Int, pixels: Int) {
        let flows = Flows(
            employerToInsurer: Money(cents: employer), agentToInsurer: Money(cents: agent), employerToAgent: Money(cents: refund))
        #expect(flows.employerPixels(of: 26) == pixels)
    }
}
