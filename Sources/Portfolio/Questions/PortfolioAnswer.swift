public import CivilTime

/// An answer about all contracts, written as it is read: chunks of whole lines, made as fast as they are taken and no faster.
public struct PortfolioAnswer: Sendable {
    /// The instant of the knowledge it is about.
    public let knownAt: Instant
    /// The log's position that the projections had reached.
    public let position: Int64
    /// What follows this page; `nil` when nothing does, or when no page was asked for.
    public let next: String?
    /// The lines. Can be gone through once; whoever stops early, or never begins, stops the query.
    public let chunks: Chunks

    /// Chunks of whole lines of UTF-8.
    public struct Chunks: AsyncSequence, Sendable {
        private let tap: Tap

        init(_ pipe: ChunkPipe) { tap = Tap(pipe) }

        /// Takes chunk after chunk; throws what made the query fail.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let tap: Tap
            /// The next chunk; `nil` after the last.
            public mutating func next() async throws -> [UInt8]? { try await tap.pipe.take() }
        }

        /// Begins.
        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(tap: tap) }
    }

    /// Tells the pipe when nobody is left to take.
    fileprivate final class Tap: Sendable {
        let pipe: ChunkPipe

        init(_ pipe: ChunkPipe) { self.pipe = pipe }

        deinit { pipe.abandon() }
    }
}
