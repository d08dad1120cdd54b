import CivilTime

/// The employers: a few thousand establishments, with sizes by Zipf's law.
struct Employers: Sendable {
    /// The number of employers.
    static let count = 3600

    /// The employers' codes, all different, the largest employer first.
    let codes: [String]
    /// The running sums of the weights.
    private let reached: [Int]

    /// The employers of a seed.
    init(seed: UInt64) {
        var chance = Chance(seed: seed, stream: .max)
        let letters = Array("ABCDEFGHJKLMNPRSTUVWXYZ")
        codes = (0..<Employers.count).map { rank in
            let departement = 1 + chance.below(95)
            // 7919 and 9973 are primes, so no number occurs twice.
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

    /// The rank of a random employer. A larger employer is more likely.
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

    /// A fixed trait of an employer, from 0 to `count - 1`, such as the day on which it sends a file.
    func trait(_ count: Int, of rank: Int) -> Int {
        var chance = Chance(seed: UInt64(count), stream: UInt64(rank))
        return chance.below(count)
    }
}
