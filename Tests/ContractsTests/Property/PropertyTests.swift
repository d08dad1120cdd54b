import Testing

/// The property kit itself.
@Suite struct PropertyTests {
    @Test func `a false claim about lists shrinks to its simplest counterexample`() throws {
        let property = Property(
            draw: { choices in
                var list: [Int] = []
                choices.parts(atMost: 30) { list.append($0.number(below: 1_000)) }
                return list
            },
            objection: { $0 == $0.sorted() ? nil : "not sorted" })
        let failure = try #require(property.counterexample(runs: 200, seed: 7))
        #expect(failure.value == [1, 0])
    }

    @Test func `a failure in two parts keeps both`() throws {
        let property = Property(
            draw: { choices in
                (choices.number(below: 100), choices.part { choices in [choices.number(below: 50), choices.number(below: 50)] })
            },
            objection: { $0.0 > 3 && $0.1[0] > 5 ? "both" : nil })
        let failure = try #require(property.counterexample(runs: 100, seed: 3))
        #expect(failure.value.0 == 4)
        #expect(failure.value.1 == [6, 0])
    }

    @Test func `a true claim holds, and the seed of a failure finds it again`() throws {
        let property = Property(draw: { $0.number(below: 1_000) }, objection: { $0 < 990 ? nil : "large" })
        let failure = try #require(property.counterexample(runs: 10_000, seed: 1))
        #expect(failure.value == 990)
        #expect(property.counterexample(runs: 1, seed: failure.seed)?.value == 990)
        #expect(Property(draw: { $0.number(below: 990) }, objection: property.objection).counterexample(runs: 500, seed: 1) == nil)
    }

    @Test func `weights and ranges are kept`() {
        var choices = Choices(seed: 11)
        var seen: [String: Int] = [:]
        for _ in 0..<4_000 { seen[choices.one(weighted: [(1, "rare"), (3, "often")]), default: 0] += 1 }
        #expect((800...1_200).contains(seen["rare"] ?? 0))
        for _ in 0..<1_000 { #expect((3...5).contains(choices.number(in: 3...5))) }
    }
}
