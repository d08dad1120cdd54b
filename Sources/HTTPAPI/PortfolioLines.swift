public import CivilTime
import Portfolio

/// An answer about all contracts, in the form that the routes send.
public struct PortfolioLines: Sendable {
    /// Chunks of whole lines, made on demand. Dropping the sequence stops the producer, even before the first chunk.
    public typealias Chunks = any AsyncSequence<[UInt8], any Error> & Sendable

    /// The instant of knowledge of the answer.
    public let knownAt: Instant
    /// The log's position that the projections had reached.
    public let position: Int64
    /// The cursor of the next page; nil when there is none, or when no page was asked for.
    public let next: String?
    /// How old the answer is at most, when a standby gave it.
    public let age: Duration?
    /// The lines.
    public let chunks: Chunks

    /// An answer of these lines.
    public init(knownAt: Instant, position: Int64, next: String?, age: Duration? = nil, chunks: Chunks) {
        self.knownAt = knownAt
        self.position = position
        self.next = next
        self.age = age
        self.chunks = chunks
    }
}
