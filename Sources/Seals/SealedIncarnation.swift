/// A log's incarnation, as a seal states it.
public struct SealedIncarnation: Hashable, Sendable {
    /// Counted from 1.
    public let number: Int
    /// Random; two restored copies that count alike have different ones.
    public let mark: String
    /// Where the log ended when it began.
    public let begunAfter: Int64

    /// An incarnation.
    public init(number: Int, mark: String, begunAfter: Int64) {
        self.number = number
        self.mark = mark
        self.begunAfter = begunAfter
    }
}
