/// A queue that takes items of different keys in turn, so that one key's many items do not delay another key.
struct Turns<Key: Hashable, Item> {
    /// The keys with waiting items, the next one first.
    private var order: [Key] = []
    private var waiting: [Key: [Item]] = [:]
    /// The number of waiting items.
    private(set) var count = 0

    /// Adds an item behind those that wait for the same key.
    mutating func add(_ item: Item, for key: Key) {
        if waiting[key] == nil { order.append(key) }
        waiting[key, default: []].append(item)
        count += 1
    }

    /// Takes the next item.
    mutating func next() -> Item? {
        guard let key = order.first, let item = waiting[key]?.removeFirst() else { return nil }
        order.removeFirst()
        count -= 1
        if waiting[key]?.isEmpty == true { waiting[key] = nil } else { order.append(key) }
        return item
    }
}
