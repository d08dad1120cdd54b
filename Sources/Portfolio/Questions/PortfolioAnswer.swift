public import CivilTime
public import ContractService

/// An answer about all contracts, streamed: chunks of whole lines, made no faster than they are taken.
public struct PortfolioAnswer: Sendable {
    /// The answer tells what was known at this instant.
    public let knownAt: Instant
    /// The log position of the projections when the answer began: every event up to it is in the answer, if it was known at ``knownAt``.
    public let position: Int64
    /// The `after` of the next page; `nil` on the last page, or without pages.
    public let next: String?
    /// The proof of the answer's age, when a standby gave it.
    public let proof: StandbyProof?
    /// The lines. Iterate over them once. Stopping early, or dropping them unread, stops the query.
    public let chunks: Chunks

    /// Chunks of whole lines of UTF-8.
    public struct Chunks: AsyncSequence, Sendable {
        private let reader: SliceReader
        private let place: RunningAnswers.Place?

        init(_ reader: SliceReader, at place: RunningAnswers.Place? = nil) {
            self.reader = reader
            self.place = place
        }

        /// Takes the chunks in order; throws the error of the query.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let reader: SliceReader
            fileprivate let place: RunningAnswers.Place?
            /// The next chunk; `nil` after the last.
            public mutating func next() async throws -> [UInt8]? { try await reader.next() }
        }

        /// The iterator over the chunks.
        public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader, place: place) }
    }
}
