/// Which statements a connection has prepared, and under which names.
struct PreparedStatements {
    /// A text with parameters of other types is another statement.
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    private var names: [Key: String] = [:]
    private var lastNumber = 0
    /// The server still has statements that are not known here any more.
    private(set) var mustDeallocateAll = false

    /// They are few, because values are never part of a text; past this many, all are forgotten.
    static let capacity = 256

    subscript(_ key: Key) -> String? { names[key] }

    /// A name no statement of this connection has had.
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
