import EventLog
import FoundationEssentials

/// Derives an idempotency key from a command's content if it has none. Sending the same file again then records nothing twice.
///
/// The key depends on contract, command, body, and the number of earlier equal commands in the stream. The line number does not count.
/// So lines may be inserted, removed and corrected around a command. The hash is keyed, like every fingerprint.
///
/// If all facts of a command were rescinded since, the command is recorded again, under the key of its next repetition.
/// Rescissions further down in the same stream do not count: they belong to the stream's own result.
public struct ContentKeys: Sendable {
    /// The first eight bytes of each fingerprint so far. Two commands with equal first bytes are numbered as if equal.
    /// The numbers are the same each time, so this does no harm.
    private var seen: Set<UInt64> = []
    private var repeated: [UInt64: Int] = [:]
    private let rescissions: StreamRescissions

    /// Keys for a stream that begins.
    ///
    /// - Parameter rescissions: the rescissions in the stream.
    public init(rescissions: StreamRescissions = StreamRescissions()) { self.rescissions = rescissions }

    /// The key of the next command with this fingerprint.
    mutating func next(_ fingerprint: [UInt8]) -> IdempotencyKey? {
        let start = fingerprint.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        var telling = 1
        if !seen.insert(start).inserted {
            telling = repeated[start, default: 1] + 1
            repeated[start] = telling
        }
        return ContentKeys.key(fingerprint, telling: telling)
    }

    /// The place of a line in the stream.
    func origin(line: Int) -> ContentOrigin { ContentOrigin(line: line, rescissions: rescissions) }

    private static func key(_ fingerprint: [UInt8], telling: Int) -> IdempotencyKey? {
        let name = "content:".followed(byHexadecimal: fingerprint.prefix(16))
        return IdempotencyKey(telling == 1 ? name : "\(name):\(telling)", fingerprint: fingerprint)
    }

    /// The key of the next repetition after `key`.
    static func key(after key: IdempotencyKey) -> IdempotencyKey? {
        let parts = key.key.split(separator: ":")
        return ContentKeys.key(key.fingerprint, telling: (parts.count > 2 ? Int(parts[2]) ?? 1 : 1) + 1)
    }
}

extension String {
    /// This text, followed by two hexadecimal digits per byte.
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
    /// The hexadecimal digit of a number below 16.
    fileprivate init(hexadecimal digit: UInt8) { self = digit < 10 ? 0x30 + digit : 0x57 + digit }
}
