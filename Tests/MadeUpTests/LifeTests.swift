import CivilTime
import Contracts
import Testing

@testable import MadeUp

@Suite struct LifeTests {
    @Test func `the same seed makes the same lives, another seed other ones`() throws {
        let lives = try World.made(seed: 7).lives(60).map(\.telling)
        #expect(try World.made(seed: 7).lives(60).map(\.telling) == lives)
        let others = try World.made(seed: 8).lives(60).map(\.telling)
        #expect(Set(lives).isDisjoint(with: others))
    }

    @Test func `a life is drawn from its own number only`() throws {
        let backwards = try (0..<60).reversed().map { try World.made().life($0).telling }
        #expect(try World.made().lives(60).map(\.telling) == backwards.reversed())
    }

    @Test func `no two contracts or beneficiaries share an identifier, and all are random UUIDs by their form`() throws {
        let lives = try World.made().lives(500)
        var ids = lives.map(\.contract)
        for life in lives {
            var seen: Set<UInt128> = []
            for case .enrolment(let enrolment) in life.facts.map(\.fact) { seen.insert(enrolment.beneficiary.bits) }
            ids += seen
        }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0 >> 76 & 0xF == 4 && $0 >> 62 & 0b11 == 0b10 })
    }

    @Test func `every fact is lawful when it is recorded`() throws {
        for life in try World.made(seed: 3).lives(500) {
            let facts = life.facts
            for (place, event) in facts.enumerated() {
                let before = try Contract(events: Array(facts[..<place]), knownAt: event.recordedAt, schemes: knownSchemes)
                #expect(try before.decide([event.fact]) == [event.fact])
                #expect(event.version == place + 1)
            }
            #expect(facts.first?.fact.mayOpenContract == true)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `some twenty events a contract, and few facts that a rule refuses`(seed: UInt64) throws {
        let lives = try World.made(seed: seed).lives(500)
        let events = lives.reduce(0) { $0 + $1.events.count }
        #expect((15...25).contains(events / lives.count))
        #expect(lives.reduce(0) { $0 + $1.dropped } * 100 < events)
    }

    @Test func `a longer world goes on`() throws {
        let lives = try World.made(until: "2028-06-30").lives(200)
        #expect(lives.contains { $0.events.last.map { "\($0.recorded.recordedAt)" > "2028-05" } ?? false })
        #expect(lives.allSatisfy { !$0.events.isEmpty })
    }

    @Test func `a world needs a month and a scheme`() throws {
        let day = try #require(Day("2026-05-31"))
        #expect(throws: World.Impossible.tooShort(scheme: "fpe-education-2026", effectiveFrom: Day(number: day.number - 30))) {
            try World(seed: 1, until: day, scheme: "fpe-education-2026", schemes: knownSchemes)
        }
        #expect(throws: World.Impossible.schemeUnknown("another")) {
            try World(seed: 1, until: day, scheme: "another", schemes: knownSchemes)
        }
    }

    @Test(arguments: ["2026-06-01", "2026-06-15", "2026-07-31", "2027-01-01"])
    func `even a short world has lives`(until: String) throws {
        let lives = try World.made(until: until).lives(300)
        #expect(lives.allSatisfy { !$0.events.isEmpty })
    }
}
