import CivilTime
import ContractService
import Contracts
import Testing

@testable import MadeUp

/// What a portfolio of five hundred contracts must show, whatever its seed.
@Suite struct BelievabilityTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every kind of fact is told`(seed: UInt64) throws {
        let kinds = try World.made(seed: seed).lives(500).flatMap { $0.facts.map { Kind(of: $0.fact) } }
        #expect(Set(kinds).count == 21)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `every standing, cover, ground and thing to do occurs`(seed: UInt64) throws {
        let world = try World.made(seed: seed)
        let known = try #require(world.instants.last)
        var standings: Set<Standing> = []
        var states: Set<Cover.State> = []
        var bases: Set<Cover.Basis> = []
        var work: Set<WorkKind> = []
        for life in world.lives(500) {
            let contract = try Contract(events: life.facts, knownAt: known, schemes: knownSchemes)
            for piece in contract.cover.pieces {
                standings.insert(contract.standing(on: piece.period.from ?? world.until.adding(months: -12)))
                states.insert(piece.value.state)
                if let basis = piece.value.basis { bases.insert(basis) }
            }
            work.formUnion(contract.situation.deadlines.compactMap { $0.judged(asOf: world.until)?.kind })
        }
        #expect(standings == Set(Standing.allCases))
        #expect(states == Set(Cover.State.allCases))
        #expect(bases == Set(Cover.Basis.allCases))
        #expect(work == Set(WorkKind.allCases))
    }

    @Test func `facts come late, ahead of time and wrong`() throws {
        let facts = try World.made().lives(500).flatMap(\.facts)
        let lags = facts.compactMap { fact in fact.fact.effectiveOn.map { fact.recordedAt.parisDay.number - $0.number } }
        #expect(lags.count { $0 > 28 } * 50 > lags.count)
        #expect(lags.count { $0 < 0 } * 50 > lags.count)
        #expect(facts.count { Kind(of: $0.fact) == Kind(of: .rescission(Rescission(version: 1, reason: ""))) } * 200 > facts.count)
    }

    @Test func `employers are of very different sizes`() throws {
        let affiliations = try World.made().lives(4000).compactMap { life in
            if case .affiliation(let fact)? = life.facts.first?.fact { fact.employer } else { nil }
        }
        let sizes = Dictionary(affiliations.map { ($0, 1) }, uniquingKeysWith: +).values.sorted(by: >)
        #expect(sizes.count > 700)
        #expect(sizes[0] > 60)
        #expect(sizes[sizes.count / 2] <= 3)
        #expect(affiliations.allSatisfy { $0.utf8.count == 8 && $0.last?.isLetter == true && Int($0.dropLast()) != nil })
    }

    @Test func `the file of an employer opens its contracts at one instant`() throws {
        var opened: [String: Set<Instant>] = [:]
        for life in try World.made().lives(2000) {
            guard case .affiliation(let fact)? = life.facts.first?.fact, "\(fact.effectiveOn)" == "2026-05-01" else { continue }
            opened[fact.employer, default: []].insert(life.facts[0].recordedAt)
        }
        #expect(opened.values.allSatisfy { $0.count == 1 })
    }

    @Test func `the office is closed on holidays, at night and at weekends`() throws {
        let instants = try World.made(until: "2027-06-30").instants
        #expect(instants == instants.sorted() && Set(instants).count == instants.count)
        let days = Set(instants.map { "\($0.parisDay)" })
        for closed in ["2026-05-01", "2026-05-14", "2026-05-25", "2026-07-14", "2026-10-24", "2026-10-25", "2027-03-29", "2027-05-06"] {
            #expect(!days.contains(closed))
        }
        #expect(days.contains("2026-10-23") && days.contains("2026-10-26") && days.contains("2027-03-30"))
        // Between 8:00 and 18:00 in Paris: 6:00 UTC in summer, 17:00 UTC in winter.
        #expect(
            instants.allSatisfy { instant in
                let hour = instant.microseconds / 3_600_000_000 % 24
                return (6..<17).contains(hour)
            })
    }
}

/// The kind of a fact.
private struct Kind: Hashable {
    let name: String

    init(of fact: Fact) { name = String("\(fact)".prefix { $0 != "(" }) }
}
