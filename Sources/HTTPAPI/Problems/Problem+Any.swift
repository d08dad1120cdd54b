import Access
import Billing
import BillingService
import ContractService
import Hummingbird
import Portfolio

extension Problem {
    /// The problem that stands for an error. An unforeseen error becomes a fault.
    init(any error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as ServiceError: self.init(error)
        case let refusal as BillingRefusal: self.init(refusal)
        case let file as UnreadableBankFile: self.init(file)
        case UnreadableLine.notJSON(let error): self = .malformed(error)
        case UnreadableLine.tooLong: self = .tooLarge(maximum: BulkLine.maximum)
        case let error as PortfolioError: self.init(error)
        case let error as ProposalTrouble: self.init(error)
        case let error as FeedTrouble: self.init(error)
        case is CancellationError, is Peer.Departure: self = .unavailable(retryAfterSeconds: 1)
        case let error as any HTTPResponseError where error.status == .notFound: self = .unknownPath
        default: self = .fault
        }
    }
}
