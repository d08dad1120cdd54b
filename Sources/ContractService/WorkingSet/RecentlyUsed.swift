import FoundationEssentials

/// A cache of values by contract, bounded by weight: it evicts the least recently used values.
///
/// The values form a linked list in the order of use. No available package bounds a cache by weight, and this is small.
struct RecentlyUsed<Value: Sendable> {
    private struct Entry {
        let contract: UUID
        var value: Value
        var weight: Int
        /// The indices of the neighbours; -1 at the ends.
        var newer: Int
        var older: Int
    }

    private var places: [UUID: Int] = [:]
    private var entries: [Entry?] = []
    private var free: [Int] = []
    private var (newest, oldest) = (-1, -1)
    private var weight = 0
    private let limit: Int
    private let weigh: @Sendable (Value) -> Int

    /// Keeps values with a total weight of at most `limit`.
    init(limit: Int, weigh: @escaping @Sendable (Value) -> Int) {
        self.limit = limit
        self.weigh = weigh
    }

    /// The value of a contract. Counts as a use.
    subscript(contract: UUID) -> Value? {
        mutating get {
            guard let place = places[contract] else { return nil }
            if place != newest {
                unlink(place)
                link(place)
            }
            return entries[place]?.value
        }
    }

    /// The value of a contract. Does not count as a use.
    func peek(_ contract: UUID) -> Value? { places[contract].flatMap { entries[$0]?.value } }

    /// Removes and returns the value of a contract.
    @discardableResult mutating func take(_ contract: UUID) -> Value? {
        guard let place = places.removeValue(forKey: contract), let entry = entries[place] else { return nil }
        unlink(place)
        entries[place] = nil
        free.append(place)
        weight -= entry.weight
        return entry.value
    }

    /// Stores a contract's value, and evicts the least recently used ones.
    mutating func keep(_ value: Value, of contract: UUID) {
        take(contract)
        let entry = Entry(contract: contract, value: value, weight: weigh(value), newer: -1, older: -1)
        guard entry.weight <= limit else { return }
        let place = free.popLast() ?? entries.endIndex
        if place == entries.endIndex { entries.append(entry) } else { entries[place] = entry }
        places[contract] = place
        weight += entry.weight
        link(place)
        while weight > limit, let last = entries[oldest]?.contract { take(last) }
    }

    /// Changes the value of a contract, if there is one. Does not count as a use.
    ///
    /// - Parameter change: returns the new value; nil removes the value.
    mutating func change(_ contract: UUID, _ change: (Value) -> Value?) {
        guard let place = places[contract], let entry = entries[place] else { return }
        guard let value = change(entry.value) else {
            take(contract)
            return
        }
        entries[place]?.value = value
        entries[place]?.weight = weigh(value)
        weight += weigh(value) - entry.weight
    }

    /// Removes all values.
    mutating func removeAll() { self = RecentlyUsed(limit: limit, weigh: weigh) }

    private mutating func link(_ place: Int) {
        entries[place]?.older = newest
        entries[place]?.newer = -1
        if newest >= 0 { entries[newest]?.newer = place } else { oldest = place }
        newest = place
    }

    private mutating func unlink(_ place: Int) {
        guard let entry = entries[place] else { return }
        if entry.newer >= 0 { entries[entry.newer]?.older = entry.older } else { newest = entry.older }
        if entry.older >= 0 { entries[entry.older]?.newer = entry.newer } else { oldest = entry.newer }
    }
}
