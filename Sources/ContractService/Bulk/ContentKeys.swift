import EventLog
import FoundationEssentials

/// Gives commands that come without a key one made of what they are, so that the same file again records nothing twice.
///
/// A command is known by its contract, its name and its body, and by how often the same one came before in the stream; not by its place,
/// so that lines may be put in, taken out and mended around it. The hash is keyed, as every fingerprint is.
///
/// Such a key does not outlive a rescission: a command whose facts have all been annulled since is told again, under the key of the next telling.
/// What the stream itself rescinds further down does not count: that was, or will be, its own doing.
public struct ContentKeys: Sendable {
    /// The first halves of the fingerprints that came: eight bytes a command. Two that share theirs are numbered as if they were the same,
    /// each time alike, which harms nothing.
    private var seen: Set<UInt64> = []
    private var repeated: [UInt64: Int] = [:]
    private let rescissions: StreamRescissions

    /// Keys for a stream of which nothing has come yet.
    ///
    /// - Parameter rescissions: those that the stream holds.
    public init(rescissions: StreamRescissions = StreamRescissions()) { self.rescissions = rescissions }

    /// The key of the next command in the stream with this fingerprint.
    mutating func next(_ fingerprint: [UInt8]) -> IdempotencyKey? {
        let start = fingerprint.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        var telling = 1
        if !seen.insert(start).inserted {
            telling = repeated[start, default: 1] + 1
            repeated[start] = telling
        }
        return ContentKeys.key(fingerprint, telling: telling)
    }

    /// Where a line of the stream stands.
    func origin(line: Int) -> ContentOrigin { ContentOrigin(line: line, rescissions: rescissions) }

    private static func key(_ fingerprint: [UInt8], telling: Int) -> IdempotencyKey? {
        let name = "content:".followed(byHexadecimal: fingerprint.prefix(16))
        return IdempotencyKey(telling == 1 ? name : "\(name):\(telling)", fingerprint: fingerprint)
    }

    /// The key of the telling after the one that has this key.
    static func key(after key: IdempotencyKey) -> IdempotencyKey? {
        let parts = key.key.split(separator: ":")
        return ContentKeys.key(key.fingerprint, telling: (parts.count > 2 ? Int(parts[2]) ?? 1 : 1) + 1)
    }
}

extension String {
    /// This text and two digits a byte.
    fileprivate func followed(byHexadecimal bytes: some Collection<UInt8>) -> String {
        String(unsafeUninitializedCapacity: utf8.count + 2 * bytes.count) { text in
            var end = text.initialize(fromContentsOf: utf8)
            for byte in bytes {
                text.initializeElement(at: end, to: UInt8(hexadecimal: byte >> 4))
                text.initializeElement(at: end + 1, to: UInt8(hexadecimal: byte & 15))
                end += 2
            }
            return end
        }
    }
}

extension UInt8 {
    /// The digit of a number below 16.
    fileprivate init(hexadecimal digit: UInt8) { self = digit < 10 ? 0x30 + digit : 0x57 + digit }
}
