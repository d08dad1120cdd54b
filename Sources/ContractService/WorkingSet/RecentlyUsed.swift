import FoundationEssentials

/// A bounded number of values by contract: the ones that were asked for last.
///
/// The values are linked in the order in which they were asked for. No package at hand keeps values by weight; this is all that is needed.
struct RecentlyUsed<Value: Sendable> {
    private struct Entry {
        let contract: UUID
        var value: Value
        var weight: Int
        /// The places of the neighbours; -1 at the ends.
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

    /// Keeps values that together weigh at most `limit`.
    init(limit: Int, weigh: @escaping @Sendable (Value) -> Int) {
        self.limit = limit
        self.weigh = weigh
    }

    /// What is kept of a contract. It counts as asked for.
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

    /// What is kept of a contract. That does not count as asking for it.
    func peek(_ contract: UUID) -> Value? { places[contract].flatMap { entries[$0]?.value } }

    /// Gives away what is kept of a contract.
    @discardableResult mutating func take(_ contract: UUID) -> Value? {
        guard let place = places.removeValue(forKey: contract), let entry = entries[place] else { return nil }
        unlink(place)
        entries[place] = nil
        free.append(place)
        weight -= entry.weight
        return entry.value
    }

    /// Keeps a value, in the place of what is kept of the contract, and gives up those that were not asked for the longest.
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

    /// Changes what is kept of a contract, if something is. That does not count as asking for it.
    ///
    /// - Parameter change: makes the new value; nil: the old one is given up.
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

    /// Keeps nothing any more.
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
