import RandomTesting

/// The sequence of choices behind a generated value. Recorded while a value is drawn, it can be shortened, lowered and replayed:
/// generators need no shrinkers of their own. The smaller a choice, the simpler the value should be.
struct Choices {
    private(set) var drawn: [Int] = []
    /// Where the parts that belong together begin and end: what shrinking tries to leave out whole.
    private(set) var spans: [Range<Int>] = []
    private let replayed: [Int]?
    private var random: SplitMix

    /// Fresh choices from a seed.
    init(seed: UInt64) {
        replayed = nil
        random = SplitMix(state: seed)
    }

    /// The same choices again; past their end, the smallest.
    init(replaying choices: [Int]) {
        replayed = choices
        random = SplitMix(state: 0)
    }

    /// A number from 0 until `bound`.
    mutating func number(below bound: Int) -> Int {
        let choice: Int
        if let replayed {
            choice = drawn.count < replayed.count ? min(replayed[drawn.count], bound - 1) : 0
        } else {
            choice = Int(random.next() % UInt64(bound))
        }
        drawn.append(choice)
        return choice
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + number(below: range.count)
    }

    /// True about `percent` times in a hundred; false is simpler.
    mutating func chance(_ percent: Int) -> Bool {
        number(below: 100) >= 100 - percent
    }

    /// One of them, which are not none; the first is simplest.
    mutating func one<Value>(of values: [Value]) -> Value {
        values[number(below: values.count)]
    }

    /// One of them, as often as its weight says.
    mutating func one<Value>(weighted values: [(Int, Value)]) -> Value {
        var left = number(below: values.map(\.0).reduce(0, +))
        for (weight, value) in values {
            if left < weight { return value }
            left -= weight
        }
        return values[0].1  // unreachable: the weights sum up to the bound
    }

    /// Draws a part that shrinking may leave out.
    mutating func part<Value>(_ draw: (inout Choices) -> Value) -> Value {
        let start = drawn.count
        let value = draw(&self)
        spans.append(start..<drawn.count)
        return value
    }

    /// Parts, as many as the coin says, `most` at the most.
    mutating func parts(atMost most: Int, _ draw: (inout Choices) -> Void) {
        var count = 0
        var goesOn = true
        while goesOn && count < most {
            goesOn = part { choices in
                guard choices.number(below: 32) > 0 else { return false }
                draw(&choices)
                return true
            }
            count += 1
        }
    }
}
