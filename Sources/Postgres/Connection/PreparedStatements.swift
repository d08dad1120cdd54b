/// The prepared statements of a connection, with their names.
struct PreparedStatements {
    /// The same text with other parameter types is another statement.
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    private var names: [Key: String] = [:]
    private var lastNumber = 0
    /// Whether the server still holds statements that this cache has dropped.
    private(set) var mustDeallocateAll = false

    /// The cache's limit; beyond it, the whole cache is emptied. Few texts occur, because values are never part of a text.
    static let capacity = 256

    subscript(_ key: Key) -> String? { names[key] }

    /// A name that this connection has not used yet.
    mutating func nextName() -> String {
        lastNumber += 1
        return "s\(lastNumber)"
    }

    mutating func remember(_ key: Key, as name: String) {
        names[key] = name
        if names.count > Self.capacity { forgetAll() }
    }

    mutating func forgetAll() {
        names.removeAll(keepingCapacity: true)
        mustDeallocateAll = true
    }

    mutating func deallocatedAll() {
        names.removeAll(keepingCapacity: true)
        mustDeallocateAll = false
    }
}
