import EventLog

/// Gives commands that come without a key one made of what they are, so that the same file again records nothing twice.
///
/// A command is known by its contract, its name and its body, and by how often the same one came before in the stream; not by its place,
/// so that lines may be put in, taken out and mended around it. The hash is keyed, as every fingerprint is.
struct ContentKeys: Sendable {
    /// The first halves of the fingerprints that came: eight bytes a command. Two that share theirs are numbered as if they were the same,
    /// each time alike, which harms nothing.
    private var seen: Set<UInt64> = []
    private var repeated: [UInt64: Int] = [:]

    /// The key of the next command in the stream with this fingerprint.
    mutating func next(_ fingerprint: [UInt8]) -> IdempotencyKey? {
        let start = fingerprint.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        var name = "content:" + fingerprint.prefix(16).hexadecimal
        if !seen.insert(start).inserted {
            repeated[start, default: 1] += 1
            name += ":\(repeated[start, default: 1])"
        }
        return IdempotencyKey(name, fingerprint: fingerprint)
    }
}

extension Sequence<UInt8> {
    /// Two digits a byte.
    fileprivate var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
