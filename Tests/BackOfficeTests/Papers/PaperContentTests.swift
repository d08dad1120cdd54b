import CivilTime
import ContractService
import ContractTesting
import Contracts
import Testing

@testable import BackOffice

/// What papers say of one life, day by day, as known at several instants.
@Suite struct PaperContentTests {
    private let id = ContractID("0a5f7e12-1111-4222-8333-123456789abc")!  // a UUID

    private func paper(_ kind: PaperKind, on: String, known version: Int = 10, asOf: String = "2027-07-12T08:00:00Z") throws -> PaperContent
    {
        try PaperContent(kind, of: id, ExampleLife.contract(version, asOf: asOf), on: day(on))
    }

    private func days(_ person: PaperContent.PersonCover) -> String {
        "\(person.days.from?.description ?? "")..\(person.days.through?.description ?? "")"
    }

    @Test func `a certificate of cover names who is covered, from when, and until when`() throws {
        let active = try paper(.cover, on: "2026-06-15", known: 3)
        #expect(active.people.map(\.person) == [nil, ExampleLife.samir, ExampleLife.ines])
        #expect(active.people.map(\.bornOn) == [day("1985-03-14"), day("1984-02-02"), day("2006-09-18")])
        #expect(active.people.map(days) == ["2026-05-01..", "2026-05-01..", "2026-05-01..2027-09-17"])
        #expect(!active.isProvisional && active.option == .option1)
    }

    @Test func `what waits for a proof is provisional, and says which days`() throws {
        let provisional = try paper(.cover, on: "2027-07-12")
        #expect(provisional.isProvisional)
        #expect(provisional.people.map(days) == ["2027-06-01..2028-03-31", "2027-06-01..2028-03-31", "2027-06-01..2027-09-17"])
        #expect(provisional.people[0].provisional == [Period(from: day("2027-06-01"), through: day("2028-03-31"))])
    }

    @Test func `a paper of a day without cover, before a portability, or before all is refused`() {
        let cases: [(PaperKind, on: String, known: Int, PaperRefusal)] = [
            (.cover, "2026-04-30", 10, .notCovered), (.cover, "2027-05-15", 10, .notCovered), (.endOfCover, "2026-06-15", 3, .notEnded),
            (.endOfCover, "2026-04-30", 3, .neverCovered), (.statement, "2026-04-15", 3, .notAffiliated),
            (.card, "2026-04-15", 3, .notCovered),
            (.cover, "2026-06-15", 0, .unknown),
        ]
        for (kind, on, known, refusal) in cases {
            #expect(throws: refusal, "\(kind) on \(on)") { try paper(kind, on: on, known: known) }
        }
        #expect(throws: PaperRefusal.self) { try paper(.portability, on: "2026-06-15", known: 3) }
    }

    @Test func `a certificate of end of cover says the last day, and whether cover begins again`() throws {
        let ended = try paper(.endOfCover, on: "2027-03-31", known: 8, asOf: "2027-04-01T08:00:00Z")
        #expect(ended.lastDay == day("2027-03-31") && ended.resumesOn == nil && !ended.isProvisional)
        let suspended = try paper(.endOfCover, on: "2026-10-15", known: 4, asOf: "2026-10-15T08:00:00Z")
        #expect(suspended.lastDay == day("2026-08-31") && suspended.resumesOn == nil)
        let portability = try paper(.endOfCover, on: "2028-06-01")
        #expect(portability.lastDay == day("2028-03-31") && portability.isProvisional)
    }

    @Test func `portability tells its months and their proofs`() throws {
        let portability = try #require(try paper(.portability, on: "2027-07-12").portability)
        #expect(portability.months == 12 && portability.days.through == day("2028-03-31"))
        #expect(portability.proofs.map(\.state).prefix(3) == [.proven, .overdue, .awaited] && portability.proofs.count == 12)
    }

    @Test func `a month whose proof is overdue is told apart from the days covered`() throws {
        let may = Period(from: day("2027-05-01"), through: day("2027-05-31"))
        for kind in [PaperKind.portability, .endOfCover] {
            let paper = try paper(kind, on: "2027-07-12")
            #expect(paper.people.map(\.uncovered) == [[may], [may], [may]])
        }
        #expect(try paper(.portability, on: "2027-05-20", asOf: "2027-05-20T08:00:00Z").people.allSatisfy(\.uncovered.isEmpty))
    }

    @Test func `a card is of one year at most`() throws {
        let card = try paper(.card, on: "2026-06-15", known: 3)
        #expect(card.validity == Period(from: day("2026-06-15"), through: day("2026-12-31")))
    }

    @Test func `a statement is of a whole month, whatever its day`() throws {
        let statement = try paper(.statement, on: "2026-06-15", known: 3)
        #expect(statement == (try paper(.statement, on: "2026-06-30", known: 3)))
        #expect(statement.on == day("2026-06-01"))
        #expect(statement.statement?.due == (try ExampleLife.contract(3).due(in: Month(of: day("2026-06-01")))))
    }

    @Test func `two papers that say the same have the same digest, and no others`() throws {
        let one = try paper(.cover, on: "2026-06-15", known: 3)
        #expect(one.digest == (try paper(.cover, on: "2026-06-15", known: 3, asOf: "2026-07-12T08:00:00Z")).digest)
        #expect(one.digest != (try paper(.cover, on: "2026-06-16", known: 3)).digest)
        #expect(one.digest != (try paper(.cover, on: "2026-06-15", known: 8)).digest)
    }

    @Test func `no cause of an absence stands on a paper`() throws {
        for kind in PaperKind.allCases {
            for on in ["2026-06-15", "2026-10-15", "2027-02-01", "2027-07-12"] {
                guard let paper = try? paper(kind, on: on) else { continue }
                let text = paper.canonical.joined(separator: "\n")
                for word in ["suspen", "personalConvenience", "absence", "continuation", "cessation"] { #expect(!text.contains(word)) }
            }
        }
    }
}
