/// The keys of an object while it is read, so that one which stands there twice is noticed.
struct KnownKeys {
    /// One bit for each key so far, as its first, last and number of bytes choose it; all of them once a key was no plain ASCII, which may
    /// equal another one of other bytes. A key whose bit is free is new.
    private var sieve: UInt64 = 0
    /// The keys of an object so large that looking through its members would be slow.
    private var keys: Set<String> = []

    /// Notes a key, `written` so between quotes, which comes after `members`; false when it is one of theirs.
    ///
    /// - Parameter isPlain: whether it is written in ASCII that stands for itself.
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
