import Testing

@testable import MadeUp

@Suite struct ChanceTests {
    @Test func `draws are the same on every machine, for good`() {
        var chance = Chance(seed: 1, stream: 0)
        #expect(
            [chance.next(), chance.next(), chance.next()] == [
                17_719_440_672_772_516_868, 14_642_554_158_282_956_592, 12_135_579_843_358_473_801,
            ])
        #expect(chance.below(1000) == 320)
    }

    @Test func `draws reach both ends, and stay within`() {
        var chance = Chance(seed: 5, stream: 5)
        let draws = (0..<2000).map { _ in chance.number(-3...3) }
        #expect(Set(draws) == Set(-3...3))
        let weighted = (0..<3000).map { _ in chance.one(of: [(value: "a", weight: 1), (value: "b", weight: 0), (value: "c", weight: 9)]) }
        #expect(weighted.count { $0 == "a" } > 150 && weighted.count { $0 == "a" } < 450)
        #expect(!weighted.contains("b"))
    }
}
