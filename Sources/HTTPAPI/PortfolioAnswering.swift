public import CivilTime
public import Portfolio

/// What the routes ask of the portfolio: `Portfolio`, or a script in its place in tests.
public protocol PortfolioAnswering: Sendable {
    /// Answers a question about all contracts; returns once the first lines are there.
    ///
    /// Throws `PortfolioError` for what it foresees.
    func lines(of inquiry: Inquiry) async throws -> PortfolioLines

    /// How far the projections have come, and the log.
    func status() async throws -> (status: PortfolioStatus, head: Int64)

    /// Returns once the projections are not far behind a position, or after a bounded while: for whoever records faster than they follow.
    func keepUp(with position: Int64) async
}

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

extension Portfolio: PortfolioAnswering {
    /// Answers a question about all contracts; returns once the first lines are there.
    public func lines(of inquiry: Inquiry) async throws -> PortfolioLines {
        let answer = try await answer(inquiry)
        return PortfolioLines(knownAt: answer.knownAt, position: answer.position, next: answer.next, chunks: answer.chunks)
    }
}
