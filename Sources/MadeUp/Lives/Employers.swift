import CivilTime

/// The establishments that employ: a few thousand, of very different sizes, by Zipf's law.
struct Employers: Sendable {
    /// How many there are.
    static let count = 3600

    /// Their codes, each once, the largest employer first.
    let codes: [String]
    /// Weights added up.
    private let reached: [Int]

    /// The establishments of a seed.
    init(seed: UInt64) {
        var chance = Chance(seed: seed, stream: .max)
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        codes = (0..<Employers.count).map { rank in
            let departement = 1 + chance.below(95)
            // 7919 and 9973 are primes: no number comes twice.
            let number = (rank + 1) * 7919 % 9973
            let digits = String(10_000_000 + departement * 10_000 + number).dropFirst()
            return digits + String(letters[chance.below(letters.count)])
        }
        var sum = 0
        reached = (0..<Employers.count).map { rank in
            sum += 1_000_000_000 / (rank + 5)
            return sum
        }
    }

    /// An employer, the larger the likelier, by its rank.
    func draw(_ chance: inout Chance) -> Int {
        let point = chance.below(reached[Employers.count - 1])
        var low = 0
        var high = Employers.count - 1
        while low < high {
            let middle = (low + high) / 2
            if reached[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// A trait of an employer from 0 to below `count`, such as the day on which it sends a file.
    func trait(_ count: Int, of rank: Int) -> Int {
        var chance = Chance(seed: UInt64(count), stream: UInt64(rank))
        return chance.below(count)
    }
}
