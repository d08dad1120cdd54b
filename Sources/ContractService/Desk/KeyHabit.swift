import Synchronization

/// Whether idempotency keys have repeated recently. If so, they are looked up before the decision; otherwise the append detects
/// repetitions.
final class KeyHabit: Sendable {
    private let newInARow = Atomic(KeyHabit.many)

    /// After this many new keys in a row, assume that the next are new too.
    private static let many = 128

    /// Whether the next keys are likely to be known.
    var repeats: Bool { newInARow.load(ordering: .relaxed) < KeyHabit.many }

    /// Learns from a lookup.
    ///
    /// - Parameters:
    ///   - keys: how many keys were looked up.
    ///   - known: how many of them are known.
    func learn(keys: Int, known: Int) {
        if known > 0 { newInARow.store(0, ordering: .relaxed) } else if repeats { newInARow.add(keys, ordering: .relaxed) }
    }
}
