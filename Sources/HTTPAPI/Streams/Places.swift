import Synchronization

/// Limits how many tasks each key may run at once.
final class Places<Key: Hashable & Sendable>: Sendable {
    private let taken = Mutex<[Key: Int]>([:])
    private let limit: Int

    /// - Parameter limit: the most that run at once for one key.
    init(each limit: Int) { self.limit = limit }

    /// Takes a place; nil when none is free for this key. Releasing the value frees the place.
    func take(for key: Key) -> Place? {
        let isTaken = taken.withLock { taken in
            if taken[key, default: 0] >= limit { return false }
            taken[key, default: 0] += 1
            return true
        }
        return isTaken ? Place(of: self, for: key) : nil
    }

    private func free(_ key: Key) {
        taken.withLock { taken in
            taken[key, default: 1] -= 1
            if taken[key] == 0 { taken[key] = nil }
        }
    }

    final class Place: Sendable {
        private let places: Places
        private let key: Key

        fileprivate init(of places: Places, for key: Key) {
            self.places = places
            self.key = key
        }

        deinit { places.free(key) }
    }
}
