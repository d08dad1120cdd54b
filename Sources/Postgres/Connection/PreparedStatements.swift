/// Which texts a connection has prepared, and under which names.
struct PreparedStatements {
    private var names: [String: String] = [:]
    private var lastNumber = 0
    /// The server still has statements that are not known here any more.
    private(set) var mustDeallocateAll = false

    /// Texts are few, because values are never part of them; past this many, all are forgotten.
    static let capacity = 256

    func name(of text: String) -> String? { names[text] }

    /// A name no statement of this connection has had.
    mutating func nextName() -> String {
        lastNumber += 1
        return "s\(lastNumber)"
    }

    mutating func remember(_ text: String, as name: String) {
        names[text] = name
        if names.count > Self.capacity { forgetAll() }
    }

    mutating func forgetAll() {
        names.removeAll(keepingCapacity: true)
        mustDeallocateAll = true
    }

    mutating func deallocatedAll() { mustDeallocateAll = false }
}
