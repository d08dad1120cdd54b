import EventLog

/// The position in the log from which a consumer continues, with an optional proof of its history.
///
/// A cursor from the feed has a proof: the mark of the log's incarnation, and some bytes of the hash at its position.
/// A bare position has none, and is accepted as it is.
public struct FeedCursor: Sendable, Hashable {
    /// The position after which to continue.
    public let position: Int64
    /// The proof of the consumer's history; nil for a bare position.
    let proof: Proof?

    /// Distinguishes one history from another.
    struct Proof: Sendable, Hashable {
        /// The mark of the log's incarnation.
        let mark: String
        /// The first eight bytes of the hash of the event at the position.
        let hash: UInt64
    }

    /// A bare position.
    public init(position: Int64) {
        self.position = position
        proof = nil
    }

    init(position: Int64, mark: String, hash: [UInt8]) {
        self.position = position
        proof = Proof(mark: mark, hash: hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension FeedCursor: LosslessStringConvertible {
    /// Reads a decimal position, or the text from `description`.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 1 || parts.count == 3, parts[0].allSatisfy({ 0x30...0x39 ~= $0 }), let position = Int64(Substring(parts[0]))
        else {
            return nil
        }
        self.position = position
        if parts.count == 1 {
            proof = nil
            return
        }
        guard parts[1].count == 8, parts[2].count == 16, parts.dropFirst().allSatisfy({ $0.allSatisfy(\.isLowercaseHexadecimal) }),
            let hash = UInt64(Substring(parts[2]), radix: 16)
        else { return nil }
        proof = Proof(mark: String(Substring(parts[1])), hash: hash)
    }

    /// `4711`, or with its proof `4711-9f2c1ab4-0123456789abcdef`: position, incarnation mark, bytes of the hash.
    public var description: String {
        guard let proof else { return String(position) }
        let digits = String(proof.hash, radix: 16)
        return "\(position)-\(proof.mark)-\(String(repeating: "0", count: 16 - digits.count))\(digits)"
    }
}

extension UInt8 {
    fileprivate var isLowercaseHexadecimal: Bool { 0x30...0x39 ~= self || 0x61...0x66 ~= self }
}
