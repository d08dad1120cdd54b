public import CivilTime
import Portfolio

/// An answer about all contracts, as the routes send it.
public struct PortfolioLines: Sendable {
    /// Chunks of whole lines, made as they are taken. Whoever stops early, or never begins, stops what makes them.
    public typealias Chunks = any AsyncSequence<[UInt8], any Error> & Sendable

    /// The instant of the knowledge it is about.
    public let knownAt: Instant
    /// The log's position that the projections had reached.
    public let position: Int64
    /// What follows this page; nil when nothing does, or when no page was asked for.
    public let next: String?
    /// The lines.
    public let chunks: Chunks

    /// An answer of these lines.
    public init(knownAt: Instant, position: Int64, next: String?, chunks: Chunks) {
        self.knownAt = knownAt
        self.position = position
        self.next = next
        self.chunks = chunks
    }
}
