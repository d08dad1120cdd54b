import ContractService
import Contracts

extension ServiceError {
    /// What a person at a terminal is told.
    var words: String {
        switch self {
        case .refused(let rule, _, _): "\(rule.id): \(rule.english)"
        case .unavailable: "The database does not answer."
        case .overloaded: "The database has too much to do."
        default: "\(self)"
        }
    }
}
