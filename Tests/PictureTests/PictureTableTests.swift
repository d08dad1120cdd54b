import CivilTime
import ContractTesting
import Contracts
import HTML
import RandomTesting
import Testing

@testable import Picture

@Suite struct PictureTableTests {
    @Test(arguments: 0..<60)
    func `the table says of every day what the picture says`(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        let subject = PictureSubject.random(&random)
        let before = seed.isMultiple(of: 2) ? PictureSubject.random(&random) : nil
        let layout = PictureLayout(of: subject, before: before, on: day("2027-07-12"), labels: .example)
        let table = PictureTable(of: subject, before: before, window: layout.window)
        #expect(table.rows.first?.period.from == layout.window.from && table.rows.last?.period.until == layout.window.until)
        for (row, next) in zip(table.rows, table.rows.dropFirst()) { #expect(row.period.until == next.period.from) }
        for row in table.rows {
            guard let from = row.period.from, let last = row.period.through else { continue }
            for day in [from, last] {
                for (cell, lane) in zip([row.covers], [layout.lanes.dropFirst().dropLast()]).flatMap({ Swift.zip($0, $1) }) {
                    #expect(lane.pieces.first { $0.period.contains(day) }?.look == PieceLook(cell.value))
                    #expect(lane.before.first { $0.period.contains(day) }?.look == cell.before.map { PieceLook($0) })
                }
                #expect(layout.lanes[0].pieces.first { $0.period.contains(day) }?.look == PieceLook(row.standing.value))
                #expect(subject.payments[day] == row.flows.value)
            }
        }
        // Each link of the picture to a person's reasons stands in the table, months of portability under the first of them.
        let linked = Set(table.rows.flatMap { $0.covers.compactMap(\.target) })
        for lane in layout.lanes.dropFirst().dropLast() {
            guard case .cover(let person) = lane.kind else { continue }
            for piece in lane.pieces {
                let begins = subject.cover(of: person).piece(around: piece.period.from ?? layout.window.from).period.from
                #expect(linked.contains(.why(person, on: max(begins ?? layout.window.from, layout.window.from))))
            }
        }
        #expect(table.facts.map(\.fact.version) == table.facts.map(\.fact.version).sorted())
        #expect(
            Set(table.facts.map(\.fact.version)).isSuperset(of: layout.rails.lines.map(\.version) + layout.rails.marks.flatMap(\.versions)))
    }

    @Test func `the example has a row for each change, and its words`() throws {
        let subject = try ExampleLife.subject()
        let layout = PictureLayout(of: subject, on: day("2027-07-12"), labels: .example)
        let table = PictureTable(of: subject, window: layout.window)
        #expect(
            table.rows.compactMap { $0.period.from?.description } == [
                "2026-04-01", "2026-05-01", "2026-09-01", "2027-01-01", "2027-01-04", "2027-02-01", "2027-04-01", "2027-05-01",
                "2027-06-01",
                "2027-09-18",
            ])
        let html = PictureDrawing(layout, id: "p", labels: .example) { _ in .samePage }.tables(table).description
        #expect(html.contains("<th scope=\"row\">1/5/2026 – 31/8/2026</th><td>En activité</td><td><a href=\"?\">Activité</a></td>"))
        #expect(html.contains("Agent 172,92\u{A0}€, employeur 42,00\u{A0}€"))
        #expect(html.contains("<a href=\"?\">! En retard</a>") && html.contains("<td>+19 j</td>"))
    }
}
