/// A random generator that gives the same numbers for the same seed and stream, on every machine (SplitMix64).
struct Chance: Sendable {
    private var state: UInt64

    /// The generator of one stream of a seed. The streams of a seed are independent.
    init(seed: UInt64, stream: UInt64) {
        state = Chance.mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ Chance.mixed(stream &* 0xD1B5_4A32_D192_ED03 &+ 0x8CB9_2BA7_2F3D_8DD7)
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Chance.mixed(state)
    }

    /// A number from 0 to `count - 1`; `count` must be positive.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// A number in a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True with a probability of `perMille` in a thousand.
    mutating func happens(_ perMille: Int) -> Bool { below(1000) < perMille }

    /// One of the weighted values, with a probability by its weight.
    mutating func one<Value>(of weighted: [(value: Value, weight: Int)]) -> Value {
        var left = below(weighted.reduce(0) { $0 + $1.weight })
        for (value, weight) in weighted.dropLast() {
            if left < weight { return value }
            left -= weight
        }
        return weighted[weighted.count - 1].value
    }

    /// One of the values, all with the same probability.
    mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    /// The bits of a random UUID (RFC 9562, version 4).
    mutating func uuid() -> UInt128 {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return UInt128(high) << 64 | UInt128(low)
    }

    private static func mixed(_ bits: UInt64) -> UInt64 {
        var bits = bits
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
