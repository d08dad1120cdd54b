import Synchronization

/// How many of a kind may run at once.
final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) { free = Mutex(count) }

    /// Takes a place, which is free again when the value is let go of; nil when none is free.
    func take() -> Place? {
        let isTaken = free.withLock { free in
            if free > 0 { free -= 1; return true }
            return false
        }
        return isTaken ? Place(of: self) : nil
    }

    final class Place: Sendable {
        private let places: Places

        fileprivate init(of places: Places) { self.places = places }

        deinit { places.free.withLock { $0 += 1 } }
    }
}
