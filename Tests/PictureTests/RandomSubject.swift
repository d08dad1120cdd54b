import CivilTime
import ContractTesting
import Contracts
import Picture
import RandomTesting

extension PictureSubject {
    /// A made-up subject: timelines that no rule made, around 2027.
    static func random(_ random: inout SplitMix, facts count: Int? = nil, beneficiaries: Int? = nil) -> PictureSubject {
        let covers: [Cover] = [
            Cover(.covered, .active), Cover(.covered, .continuation), Cover(.covered, .portability), Cover(.provisional, .portability),
            Cover(.lapsed, .portability), Cover(.suspended), Cover(.exempt), .none,
        ]
        let standings = Standing.allCases.flatMap { [ShownStanding($0), ShownStanding($0, isOver: true)] }
        let flows = [Flows.zero, flows(4_200, 17_292, 0), flows(0, 21_754, 0), flows(0, 21_754, 4_200), flows(4_200, 0, 0)]
        var instant = Instant("2026-01-01T00:00:00Z")?.microseconds ?? 0
        let facts = (1...(count ?? Int.random(in: 1...30, using: &random))).map { version in
            instant += Int64.random(in: 0...30, using: &random) * 86_400_000_000
            let recordedAt = Instant(microseconds: instant)
            let effectiveOn = recordedAt.parisDay.adding(days: Int.random(in: -400...400, using: &random))
            let hasDay = Int.random(in: 0..<8, using: &random) > 0
            return ShownFact(
                version: version, effectiveOn: hasDay ? effectiveOn : nil, recordedAt: recordedAt,
                inTimeThrough: hasDay ? effectiveOn : nil,
                isRescinded: Int.random(in: 0..<8, using: &random) == 0)
        }
        let known = Int.random(in: 0...facts.count, using: &random)
        let persons = (0...(beneficiaries ?? Int.random(in: 0...8, using: &random))).map { place in
            let key = place == 0 ? PersonKey.holder : .beneficiary(BeneficiaryID(bits: UInt128(place)))
            return Person(key, title: "Personne \(place)", name: "P\(place)", cover: line(covers, &random))
        }
        return PictureSubject(
            standing: line(standings, &random), persons: persons, payments: line(flows, &random, firstsOnly: true), facts: facts,
            knownVersion: known, knownOn: known == 0 ? facts[0].recordedOn : facts[known - 1].recordedOn, isPresent: known == facts.count)
    }

    private static func flows(_ employer: Int, _ agent: Int, _ refund: Int) -> Flows {
        Flows(
            employerToInsurer: Money(cents: employer), agentToInsurer: Money(cents: agent), employerToAgent: Money(cents: refund))
    }

    private static func line<Value>(_ values: [Value], _ random: inout SplitMix, firstsOnly: Bool = false) -> Timeline<Value> {
        var day = Day("2026-01-01") ?? .distantPast
        var changes: [Timeline<Value>.Change] = []
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            // Many pieces of one day.
            day = day.adding(days: Bool.random(using: &random) ? 1 : Int.random(in: 1...120, using: &random))
            if firstsOnly { day = Month(of: day).next.firstDay }
            changes.append(.init(on: day, value: values[Int.random(in: 0..<values.count, using: &random)]))
        }
        return Timeline(initial: values[values.count - 1], changes: changes) ?? Timeline(values[0])
    }

    /// Nothing known, nobody but the holder.
    static func empty(_ cover: Timeline<Cover> = Timeline(.none), facts: [ShownFact] = [], knownOn: String = "2027-07-12") -> PictureSubject
    {
        PictureSubject(
            standing: Timeline(ShownStanding(.outside)), persons: [Person(.holder, title: "Couverture", name: "Moi", cover: cover)],
            payments: Timeline(.zero), facts: facts, knownVersion: facts.count, knownOn: day(knownOn), isPresent: true)
    }
}
