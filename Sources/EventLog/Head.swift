/// Where the log ends.
public struct Head: Sendable, Hashable {
    /// The position of the last event; 0 when there is none.
    public var position: Int64
    /// The hash of the last event, which covers the whole log; 32 zero bytes when there is none.
    public var hash: [UInt8]
    /// When the last event was recorded, in microseconds since 1970; nil when there is none.
    public var recordedAt: Int64?

    /// A head, such as one kept outside the database for a later comparison.
    public init(position: Int64, hash: [UInt8], recordedAt: Int64?) {
        self.position = position
        self.hash = hash
        self.recordedAt = recordedAt
    }

    /// The head of a log without events.
    public static let empty = Head(position: 0, hash: [UInt8](repeating: 0, count: 32), recordedAt: nil)
}
