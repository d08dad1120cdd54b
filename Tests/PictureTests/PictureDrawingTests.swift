import CivilTime
import ContractTesting
import Contracts
import HTML
import RandomTesting
import Testing

@testable import Picture

@Suite struct PictureDrawingTests {
    private func drawing(_ subject: PictureSubject, before: PictureSubject? = nil, labels: PictureLabels = .example) -> PictureDrawing {
        PictureDrawing(
            PictureLayout(of: subject, before: before, on: day("2027-07-12"), why: .holder, labels: labels), id: "frise", labels: labels
        ) {
            target in
            switch target {
            case .why(.holder, let day): .samePage.setting("on", to: "\(day)").setting("why", to: "holder")
            case .why(.beneficiary(let id), let day): .samePage.setting("on", to: "\(day)").setting("why", to: "\(id.bits)")
            case .month(let month): .samePage.setting("month", to: "\(month)")
            case .known(let version): .samePage.setting("known-at", to: "version:\(version)")
            case .present: .samePage
            }
        }
    }

    @Test func `the figure is an image with a name, and its links are for the mouse`() throws {
        let html = drawing(try ExampleLife.subject()).figure.description
        #expect(html.contains("<svg class=\"pic\" role=\"img\" width=\"100%\" height=\"462\" aria-labelledby=\"frise-title frise-desc\">"))
        #expect(html.contains("<title id=\"frise-title\">Frise du contrat</title>") && html.contains("<desc id=\"frise-desc\">Activité"))
        #expect(html.contains("<svg class=\"over\" width=\"100%\" height=\"462\" aria-hidden=\"true\">"))
        #expect(!html.contains("viewBox") && !html.contains("style=") && !html.contains("<script"))
        #expect(html.split(separator: "<a ").dropFirst().allSatisfy { $0.hasPrefix("tabindex=\"-1\" href=\"?") })
        // The first piece of the holder's continuation: where it is, how it looks, where it leads.
        #expect(html.contains("<rect class=\"m\" x=\"20.93%\" width=\"17.1%\" y=\"118\" height=\"26\"/>"))
        #expect(html.contains("<rect fill=\"url(#frise-m)\" x=\"20.93%\" width=\"17.1%\" y=\"118\" height=\"26\"/>"))
        #expect(html.contains("href=\"?on=2026-09-01&amp;why=holder\"><rect x=\"20.93%\" width=\"17.1%\" y=\"118\" height=\"26\"/>"))
        #expect(html.contains("<line class=\"on\" x1=\"63.89%\" x2=\"63.89%\""))
    }

    @Test(arguments: 0..<30)
    func `elements are closed, identifiers are given once, and what is referred to is there`(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        let subject = PictureSubject.random(&random)
        let html = drawing(subject, before: seed.isMultiple(of: 2) ? .random(&random) : nil).figure.description
        let names = html.split(separator: "<").map { tag in
            (name: tag.prefix { $0.isLetter || $0 == "/" || $0.isNumber }, isEmpty: tag.prefix { $0 != ">" }.hasSuffix("/"))
        }
        var open: [Substring] = []
        for tag in names where !tag.isEmpty {
            if tag.name.hasPrefix("/") { #expect(open.popLast() == tag.name.dropFirst()) } else { open.append(tag.name) }
        }
        #expect(open.isEmpty)
        let ids = html.split(separator: " id=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(Set(ids).count == ids.count)
        let used = html.split(separator: "url(#").dropFirst().map { $0.prefix { $0 != ")" } }
        #expect(Set(used).isSubset(of: ids))
    }

    @Test func `hostile words stay words`() throws {
        var labels = PictureLabels.example
        labels.title = "</title><script>\u{301}"
        labels.known = "\"\u{301}><b>"
        labels.cover = { _ in ["<i>\u{301}"] }
        let cover = Timeline(Cover(.covered, .active))
        let name = "\u{202E}<b>\u{301}&'\u{301}" + String(repeating: "W", count: 200)
        let subject = PictureSubject(
            standing: Timeline(ShownStanding(.active)), persons: [.init(.holder, title: name, name: name, cover: cover)],
            payments: Timeline(.zero), facts: [], knownVersion: 0, knownOn: day("2027-07-12"), isPresent: true)
        let drawing = drawing(subject, labels: labels)
        let html = drawing.figure + drawing.tables(PictureTable(of: subject, window: drawing.layout.window))
        let scalars = Array(html.description.unicodeScalars)
        for mark in ["<b>", "<i>", "<script"] as [StaticString] {
            let text = Array("\(mark)".unicodeScalars)
            #expect(!scalars.indices.contains { scalars[$0...].starts(with: text) })
        }
        // 200 broad letters fit nowhere: the title is cut.
        #expect(drawing.layout.lanes[1].titles.allSatisfy { $0.text.hasSuffix("…") } && drawing.layout.lanes[1].titles.count == 4)
    }

    @Test func `a comparison draws a hollow bar where something differs`() throws {
        let html = drawing(try ExampleLife.subject(), before: try ExampleLife.subject(known: 8)).figure.description
        #expect(html.contains("<rect class=\"b no\"") && html.contains("ce qui était su avant"))
        #expect(!drawing(try ExampleLife.subject()).figure.description.contains("class=\"b "))
    }

    @Test func `two hundred facts and eight beneficiaries stay small`() {
        var random = SplitMix(state: 7)
        let subject = PictureSubject.random(&random, facts: 200, beneficiaries: 8)
        let drawing = drawing(subject)
        let bytes = drawing.figure.bytes.count + drawing.tables(PictureTable(of: subject, window: drawing.layout.window)).bytes.count
        #expect(bytes < 80_000, "\(bytes)")
    }
}
