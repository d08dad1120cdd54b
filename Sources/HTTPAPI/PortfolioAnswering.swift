import CivilTime
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

extension Portfolio: PortfolioAnswering {
    /// Answers a question about all contracts; returns once the first lines are there.
    public func lines(of inquiry: Inquiry) async throws -> PortfolioLines {
        let answer = try await answer(inquiry)
        return PortfolioLines(knownAt: answer.knownAt, position: answer.position, next: answer.next, chunks: answer.chunks)
    }
}
