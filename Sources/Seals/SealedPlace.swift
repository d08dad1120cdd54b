/// A place in a hash chain: a position, and the hash there, which covers all before it.
public struct SealedPlace: Hashable, Sendable {
    /// Counted from 1; 0 when the chain is empty.
    public let position: Int64
    /// 32 bytes; zeros when the chain is empty.
    public let hash: [UInt8]

    /// A place in a chain.
    public init(position: Int64, hash: [UInt8]) {
        self.position = position
        self.hash = hash
    }

    /// The place before the first link.
    public static let start = SealedPlace(position: 0, hash: [UInt8](repeating: 0, count: 32))
}
