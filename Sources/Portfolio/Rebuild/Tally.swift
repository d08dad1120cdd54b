import Synchronization

/// A counter that several workers add to.
final class Tally: Sendable {
    private let sum = Atomic(0)

    /// Adds `count`.
    ///
    /// - Returns: the new sum.
    @discardableResult
    func add(_ count: Int) -> Int { sum.add(count, ordering: .relaxed).newValue }
}
