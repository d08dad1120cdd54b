import Synchronization

/// The numbers that traces are named by: of all requests' together no two are alike, and a process's own begin anywhere. They need not be
/// hard to guess, and come without asking the system for each.
final class TraceNumbers: Sendable {
    private let state = Atomic(UInt64.random(in: .min ... .max))

    /// For one request.
    struct Generator: RandomNumberGenerator {
        fileprivate let numbers: TraceNumbers

        /// SplitMix64.
        mutating func next() -> UInt64 {
            var number = numbers.state.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
            number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
            number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
            return number ^ number >> 31
        }
    }

    var generator: Generator { Generator(numbers: self) }
}
