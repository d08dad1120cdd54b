import Billing
public import CivilTime
import ContractService
import FoundationEssentials
import Portfolio

extension RunDesk {
    /// A page of the work about money, by kind, as known at an instant or, without one, now; `nil` when the cursor cannot be read.
    ///
    /// - Parameters:
    ///   - cursor: the `next` of the page before; `nil` for the first page.
    ///   - limit: how many lines there may be; 0 only tells whether there are any.
    public func moneyWork(
        _ filter: MoneyWorkFilter, knownAt instant: Instant?, after cursor: String?, atMost limit: Int
    ) async throws -> MoneyWorkPage? {
        try await questions.moneyWork(
            filter, knownAt: instant, after: cursor, atMost: limit, theirs: try await theirs(filter, knownAt: instant))
    }

    /// How many lines of each kind there are.
    public func moneyWorkCounts(_ filter: MoneyWorkFilter, knownAt instant: Instant?) async throws -> [MoneyWorkCount] {
        try await questions.moneyWorkCounts(filter, knownAt: instant, theirs: try await theirs(filter, knownAt: instant))
    }

    /// Asks the projections which contracts have the filter's employer, unless the filter keeps only what is about no contract.
    private func theirs(_ filter: MoneyWorkFilter, knownAt instant: Instant?) async throws -> [ContractID] {
        let withoutContract: [MoneyWorkKind?] = [.statementUnpaid, .handOverDue, .bankLineUnmatched]
        guard let employer = filter.employer, !withoutContract.contains(filter.kind) else { return [] }
        do {
            return try await office.portfolio.contracts(ofEmployer: employer, knownAt: instant ?? office.clock.now()).map { ContractID($0) }
        } catch is PortfolioError { throw ServiceError.unavailable(retryAfterSeconds: 2) }
    }
}
