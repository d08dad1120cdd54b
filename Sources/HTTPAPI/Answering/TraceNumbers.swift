import Synchronization

/// Makes trace ids: numbers that do not repeat within a process. Each process begins at a random number. The ids need not be secret,
/// so no system call is needed for each.
final class TraceNumbers: Sendable {
    private let state = Atomic(UInt64.random(in: .min ... .max))

    /// The generator of one request.
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
