import CivilTime
import ContractTesting
import Contracts
import HTML
import Testing
import Words

@testable import Picture

@Suite struct ScrubberTests {
    private func versions(_ known: Int?, reach: Int = 5) throws -> (stops: [Int], current: Int?) {
        let scrubber = Scrubber(of: try ExampleLife.subject(known: known), reach: reach)
        func number(_ stop: Scrubber.Stop) -> Int { if case .known(let version) = stop.target { version } else { 99 } }
        return (scrubber.stops.map(number), scrubber.stops.first(where: \.isCurrent).map(number))
    }

    @Test(
        arguments: [
            (nil, 2, [9, 10, 99], 99), (10, 2, [8, 9, 10, 99], 10), (7, 2, [5, 6, 7, 8, 9, 99], 7), (1, 2, [1, 3, 4, 99], 1),
            // Of two facts of one instant, each leads to both.
            (2, 1, [1, 3, 4, 99], 3), (0, 2, [1, 3, 99], nil), (nil, 20, [1, 3, 4, 5, 6, 7, 8, 9, 10, 99], 99),
        ] as [(Int?, Int, [Int], Int?)])
    func `the stops lie around the instant shown, then comes the present`(known: Int?, reach: Int, stops: [Int], current: Int?) throws {
        let found = try versions(known, reach: reach)
        #expect(found.stops == stops && found.current == current)
    }

    @Test func `two instants of one day are told with their hours`() throws {
        let all = Scrubber(of: try ExampleLife.subject(), reach: 20).stops
        #expect(all.filter(\.needsHour).map(\.target) == [.known(version: 5), .known(version: 6)])
    }

    @Test func `no two stops read alike`() {
        let facts = ["08:30:01", "08:30:02", "08:30:02.000001", "08:31:00"].enumerated().map { place, time in
            ShownFact(version: place + 1, effectiveOn: nil, recordedAt: instant("2027-05-10T\(time)Z"), inTimeThrough: nil)
        }
        let subject = PictureSubject(
            standing: Timeline(ShownStanding(.active)), persons: [], payments: Timeline(.zero), facts: facts, knownVersion: 4,
            knownOn: day("2027-07-12"), isPresent: true)
        let labels = PictureLabels(in: .french)
        let drawing = PictureDrawing(PictureLayout(of: subject, on: day("2027-07-12"), labels: labels), id: "p", labels: labels) { _ in
            .samePage
        }
        let texts = drawing.list(Scrubber(of: subject)).description.split(separator: "</a>").compactMap { $0.split(separator: ">").last }
        #expect(texts.count == 6 && Set(texts).count == 6, "\(texts)")
    }

    @Test func `without facts there is the present`() {
        #expect(Scrubber(of: .empty()).stops.map(\.target) == [.present])
    }

    @Test func `the list of instants is links, the one shown marked`() throws {
        let subject = try ExampleLife.subject(known: 9)
        let drawing = PictureDrawing(PictureLayout(of: subject, on: day("2027-07-12"), labels: .example), id: "p", labels: .example) {
            target in
            if case .known(let version) = target { PageAddress.samePage.setting("known-at", to: "version:\(version)") } else { .samePage }
        }
        let html = drawing.list(Scrubber(of: subject)).description
        #expect(html.contains("<li><a href=\"?known-at=version:9\" aria-current=\"true\">2027-04-20</a></li>"))
        #expect(
            html.contains("<li><a href=\"?\">maintenant</a></li>")
                && html.contains("aria-label=\"Revoir la page telle qu’on la connaissait\""))
    }
}
