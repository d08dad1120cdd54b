import Glibc
import Testing

/// A property that is to hold for every value a generator can draw.
struct Property<Value> {
    let draw: (inout Choices) -> Value
    /// What is wrong with a value, nil when nothing is.
    let objection: (Value) -> String?

    struct Failure {
        var seed: UInt64
        var value: Value
        var objection: String
        var choices: [Int]
    }

    /// The simplest failing value found among `runs` random ones, nil when they all hold.
    func counterexample(runs: Int, seed: UInt64, shrinkingAtMost tries: Int = 2_000) -> Failure? {
        for run in 0..<runs {
            let own = seed &+ UInt64(run) &* 0x1_0000_0001
            var choices = Choices(seed: own)
            let value = draw(&choices)
            guard let objection = objection(value) else { continue }
            let found = Failure(seed: own, value: value, objection: objection, choices: choices.drawn)
            return shrink(found, spans: choices.spans, tries: tries)
        }
        return nil
    }

    private func shrink(_ found: Failure, spans: [Range<Int>], tries: Int) -> Failure {
        var best = found
        var spans = spans
        var left = tries

        func improves(_ candidate: [Int]) -> Bool {
            guard left > 0, candidate != best.choices else { return false }
            left -= 1
            var choices = Choices(replaying: candidate)
            let value = draw(&choices)
            guard isSimpler(choices.drawn, than: best.choices), let objection = objection(value) else { return false }
            best = Failure(seed: best.seed, value: value, objection: objection, choices: choices.drawn)
            spans = choices.spans
            return true
        }

        var improved = true
        while improved && left > 0 {
            improved = false
            var index = spans.count
            while index > 0 {
                index = min(index, spans.count) - 1
                guard index >= 0 else { break }
                if improves(best.choices.without(spans[index])) { improved = true }
            }
            for size in [8, 4, 2, 1] {
                var start = best.choices.count - size
                while start >= 0 {
                    if start + size <= best.choices.count, improves(best.choices.without(start..<start + size)) { improved = true }
                    start -= 1
                }
            }
            var place = 0
            while place < best.choices.count {
                let held = best.choices[place]
                for lower in [0, held / 2, held - 1] where lower >= 0 && lower < held {
                    var candidate = best.choices
                    candidate[place] = lower
                    if improves(candidate) {
                        improved = true
                        break
                    }
                }
                place += 1
            }
        }
        return best
    }

    private func isSimpler(_ a: [Int], than b: [Int]) -> Bool {
        a.count < b.count || a.count == b.count && a.lexicographicallyPrecedes(b)
    }
}

extension [Int] {
    fileprivate func without(_ range: Range<Int>) -> [Int] { Array(self[..<range.lowerBound] + self[range.upperBound...]) }
}

/// Checks a property on random values, and reports the simplest failing one with the seed that replays it.
/// `PROPERTY_RUNS` multiplies the runs, `PROPERTY_SEED` replaces the seed.
func check<Value>(
    runs: Int, seed: UInt64 = 1, sourceLocation: SourceLocation = #_sourceLocation,
    _ draw: @escaping (inout Choices) -> Value, _ objection: @escaping (Value) -> String?
) {
    let times = environment("PROPERTY_RUNS").flatMap { Int($0) } ?? 1
    let property = Property(draw: draw, objection: objection)
    let start = environment("PROPERTY_SEED").flatMap { UInt64($0) } ?? seed
    guard let failure = property.counterexample(runs: runs * times, seed: start) else { return }
    Issue.record("PROPERTY_SEED=\(failure.seed)\n\(failure.value)\n\(failure.objection)", sourceLocation: sourceLocation)
}

func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}
