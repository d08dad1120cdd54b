/// Finds duplicate keys while an object is read.
struct KnownKeys {
    /// A Bloom filter: one bit a key, chosen by its first byte, last byte and length. A key whose bit is free is new. A key that is not
    /// plain ASCII sets all bits, because equal texts may differ in bytes.
    private var sieve: UInt64 = 0
    /// The keys of a large object, where a linear search of its members would be slow.
    private var keys: Set<String> = []

    /// Adds a key that comes after `members`; false when `members` has it already. `written` is the key's bytes between its quotes.
    ///
    /// - Parameter isPlain: whether the key is ASCII without escapes.
    mutating func insert(_ key: String, isPlain: Bool, written: Slice<UnsafeBufferPointer<UInt8>>, after members: [JSON.Object.Member])
        -> Bool
    {
        let bit = isPlain ? Self.bit(of: written) : .max
        defer { sieve |= bit }
        if members.count == 16 { keys = Set(members.map(\.key)) }
        if members.count >= 16 { return keys.insert(key).inserted }
        return sieve & bit == 0 || !members.contains { $0.key == key }
    }

    private static func bit(of written: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        let first = Int(written[written.startIndex + 1])
        let last = Int(written[written.endIndex - 2])
        return 1 << (UInt64(first &* 5 &+ last &* 3 &+ written.count) & 63)
    }
}
