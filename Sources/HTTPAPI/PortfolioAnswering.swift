import CivilTime
import ContractService
public import Portfolio

/// The portfolio as the routes use it: `Portfolio`, or a script in tests.
public protocol PortfolioAnswering: Sendable {
    /// Answers a question about all contracts; returns once the first lines are ready. A standby may answer it; then the answer has an age.
    ///
    /// - Throws: `PortfolioError` for foreseen errors.
    func lines(of inquiry: Inquiry) async throws -> PortfolioLines

    /// Answers what a month would come to under another scheme.
    ///
    /// - Throws: `PortfolioError` for foreseen errors; a `Refusal` when no scheme in force has the name of the one asked about.
    func whatIf(_ question: WhatIfQuestion) async throws -> WhatIf

    /// The positions of the projections and of the end of the log.
    func status() async throws -> (status: PortfolioStatus, head: Int64)

    /// Returns once the projections are near a position, or after a bounded time. Slows down a writer that is faster than the projections.
    func keepUp(with position: Int64) async
}

extension Portfolio: PortfolioAnswering {
    /// Answers a question about all contracts; returns once the first lines are ready.
    public func lines(of inquiry: Inquiry) async throws -> PortfolioLines {
        let answer = try await recentAnswer(inquiry)
        return PortfolioLines(
            knownAt: answer.knownAt, position: answer.position, next: answer.next, age: answer.proof?.age, chunks: answer.chunks)
    }
}
