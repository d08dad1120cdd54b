import CivilTime
import ContractService
import ContractTesting
import Contracts
import HTTPTypes
import RandomTesting
import Testing
import Words

@testable import BackOffice
@testable import HTTPAPI

/// A contract's page read at two times: its links keep both, and its band says which knowledge it shows. For made-up lives and random times.
@Suite(.timeLimit(.minutes(10))) struct TwoTimesLinksTests {
    /// Some lives of the training ground: a family, a late fact, a continuation, a portability that an affiliation ends.
    private static let lives = [1, 3, 4, 7]

    @Test(arguments: lives) func `links keep both times, or change one of them`(place: Int) async throws {
        try await withLife(place) { desk, life, random in
            for _ in 0..<12 {
                let asked = life.times(&random)
                let reply = try await desk.get("\(life.address)?\(asked.query)")
                #expect(reply.status == 200 && reply.value(of: "on") == asked.on.writtenShort, "\(asked.query)")
                #expect(reply.value(of: "known-at") == asked.knownAt.typed(in: .french), "\(asked.query)")
                asked.expectKept(by: reply.links, of: life)
                for path in ["facts/1", "people/holder", "audit", "papers", "account"] {
                    let link = try #require(reply.links.first { $0.hasPrefix("\(life.address)/\(path)") })
                    let back = try await desk.get(link).links.contains("\(life.address)?on=\(asked.on)&known-at=\(asked.knownAt)")
                    #expect(back, "\(link) does not lead back to \(asked.query)")
                }
            }
        }
    }

    @Test(arguments: lives) func `the band says how much came since, and that what is to come is not known`(place: Int) async throws {
        try await withLife(place) { desk, life, random in
            #expect(try await desk.get(life.address).text.contains("Vous lisez") == false)
            // The rest of today brings nothing.
            let today = "\(desk.contracts.clock.now().parisDay)T21:30:00Z"
            #expect(try await desk.get("\(life.address)?known-at=\(today)").text.contains("Vous lisez") == false)
            for _ in 0..<8 {
                let past = life.pastInstant(&random)
                let since = life.recordedAt.count { $0 > past }
                let words =
                    switch since {
                    case 0: "Aucun fait n’est arrivé depuis."
                    case 1: "1 fait est arrivé depuis."
                    default: "\(since) faits sont arrivés depuis."
                    }
                let reply = try await desk.get("\(life.address)?known-at=\(past)")
                #expect(reply.text.contains("Vous lisez ce qui était su le") && reply.text.contains(words), "\(past): \(words)")

                let days = Int64.random(in: 1...2000, using: &random)
                let future = desk.contracts.clock.now().adding(microseconds: days * 86_400_000_000)
                let ahead = try await desk.get("\(life.address)?known-at=\(future)")
                #expect(ahead.text.contains("Vous lisez ce qui vaudrait le") && ahead.text.contains("<div class=\"past\">"), "\(future)")
                #expect(!ahead.text.contains("depuis.</") && !ahead.text.contains("arrivés depuis"), "\(future)")
                for page in [reply, ahead] {
                    #expect(page.links.contains(life.address), "there is no way back to the present")
                }
            }
        }
    }

    /// Runs the body with a life of the training ground, its facts recorded some days apart.
    private func withLife(
        _ place: Int, _ body: @escaping @Sendable (DeskUnderTest, ToldLife, inout SplitMix) async throws -> Void
    ) async throws {
        try await withDesk(at: instant("2026-04-01T08:00:00Z")) { desk in
            var random = SplitMix(state: UInt64(place))
            let life = SandboxLife.all[place]
            for command in life.commands {
                let days = Int64.random(in: 1...20, using: &random)
                try await desk.set(desk.contracts.clock.now().adding(microseconds: days * 86_400_000_000))
                try await desk.tell(command.name, command.body, of: life.contract)
            }
            try await desk.set(desk.contracts.clock.now().adding(microseconds: 3 * 86_400_000_000))
            let record = try await desk.contracts.record(of: life.contract, knownAt: .now)
            try await body(desk, ToldLife(contract: life.contract, recordedAt: record.entries.map(\.recorded.recordedAt)), &random)
        }
    }
}

/// A life that was told, with the instants at which its facts were recorded.
private struct ToldLife: Sendable {
    let contract: ContractID
    let recordedAt: [Instant]

    var address: String { "/contracts/\(contract)" }

    /// An instant at which something was known, and not all time had passed.
    func pastInstant(_ random: inout SplitMix) -> Instant {
        let (first, last) = (recordedAt[0].microseconds, recordedAt[recordedAt.count - 1].microseconds)
        return Instant(microseconds: Int64.random(in: first...(last + 86_400_000_000), using: &random))
    }

    func times(_ random: inout SplitMix) -> AskedTimes {
        let others = ["", "&window=all", "&window=1y&why=holder", "&month=2026-10", "&facts=1"]
        let knownAt: KnownAt =
            Bool.random(using: &random)
            ? .version(Int.random(in: 1...recordedAt.count, using: &random)) : .instant(pastInstant(&random))
        return AskedTimes(
            on: day("2026-03-01").adding(days: Int.random(in: 0...800, using: &random)), knownAt: knownAt,
            others: others[Int.random(in: 0..<others.count, using: &random)])
    }
}

/// The two times that a page was asked for, and what else.
private struct AskedTimes {
    let on: Day
    let knownAt: KnownAt
    /// The rest of the query.
    let others: String

    var query: String { "on=\(on)&known-at=\(knownAt)\(others)" }

    /// Links to pages that show a day or a knowledge keep both times; those that lead to another day or to another knowledge keep the other. One link
    /// leads to today, as known now.
    func expectKept(by links: [String], of life: ToldLife) {
        var plain = 0
        let asked = PageFields(encoded: query)
        for link in links {
            let parts = link.prefix { $0 != "#" }.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = parts.first, parts.count == 2 || !first.isEmpty else { continue }
            let (path, fields) = (
                first.isEmpty ? life.address : String(first), PageFields(encoded: parts.count == 2 ? String(parts[1]) : "")
            )
            let keeps = (on: fields["on"] == on.description, knownAt: fields["known-at"] == knownAt.description)
            switch path {
            case life.address where fields.all.isEmpty: plain += 1
            case life.address:
                let isOther = ["month", "facts", "window"].contains { fields[$0] != nil && fields[$0] != asked[$0] }
                if isOther {
                    #expect(keeps.on && keeps.knownAt, "\(query): \(link)")
                } else {
                    #expect(keeps.on || keeps.knownAt && fields["on"] != nil, "\(query): \(link)")
                }
            case "\(life.address)/changes": #expect(fields["to"] == knownAt.description, "\(query): \(link)")
            // One acts on the present.
            case _ where path.hasPrefix("\(life.address)/act"): break
            case _ where path.hasPrefix(life.address): #expect(keeps.on && keeps.knownAt, "\(query): \(link)")
            default: break
            }
        }
        #expect(plain == 1, "\(query): \(plain) links lead to today, as known now")
    }
}
