import ContractService

/// Why a question about all contracts has no answer.
public enum PortfolioError: Error, Hashable, Sendable {
    /// The projections have not reached the position asked for within the time allowed.
    case behind(position: Int64, reached: Int64)
    /// The log ends at `head`, before the position asked for.
    case ahead(position: Int64, head: Int64)
    /// Other rules or parameters than this program's made the projections: `maintien rebuild` makes them anew.
    case outdated
    /// `after` is not a `next` value of this question.
    case badCursor
    /// The limit of concurrent answers is reached.
    case overloaded(retryAfterSeconds: Int)
    /// The database does not answer.
    case unavailable(retryAfterSeconds: Int)

    /// The error to show to the client; `nil` for a fault of the program itself.
    init?(_ error: any Error) {
        if let error = error as? PortfolioError {
            self = error
            return
        }
        switch ServiceError(error) {
        case .overloaded(let seconds): self = .overloaded(retryAfterSeconds: seconds)
        case .unavailable(let seconds), .outcomeUnknown(let seconds): self = .unavailable(retryAfterSeconds: seconds)
        case .awaitsRecovery: self = .unavailable(retryAfterSeconds: 60)
        default: return nil
        }
    }
}
