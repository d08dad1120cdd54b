import ContractService

/// Why a question about all contracts has no answer.
public enum PortfolioError: Error, Hashable, Sendable {
    /// The projections have not reached the position asked for within the time allowed.
    case behind(position: Int64, reached: Int64)
    /// The log, which ends at `head`, has not the position asked for.
    case ahead(position: Int64, head: Int64)
    /// The projections were made by other rules or parameters than this program has: `maintien rebuild` makes them anew.
    case outdated
    /// `after` is no `next` of such a question.
    case badCursor
    /// All that may run at once is running.
    case overloaded(retryAfterSeconds: Int)
    /// The database does not answer.
    case unavailable(retryAfterSeconds: Int)

    /// What a failure means to the asker; `nil` for what is wrong with the program itself.
    init?(_ error: any Error) {
        if let error = error as? PortfolioError {
            self = error
            return
        }
        switch ServiceError(error) {
        case .overloaded(let seconds): self = .overloaded(retryAfterSeconds: seconds)
        case .unavailable(let seconds), .outcomeUnknown(let seconds): self = .unavailable(retryAfterSeconds: seconds)
        default: return nil
        }
    }
}
