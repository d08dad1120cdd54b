import ContractService
import Contracts

extension ServiceError {
    /// The error as a text for the terminal.
    var words: String {
        switch self {
        case .refused(let rule, _, _, _): "\(rule.id): \(rule.english)"
        case .unavailable: "The database does not answer."
        case .outcomeUnknown: "The database did not confirm the command: it may be recorded. The same key settles it."
        case .overloaded: "The database has too much to do."
        case .clockDiffers(let seconds):
            "The clock of this machine and that of the database differ by \(abs(seconds)) s: set the clock that is wrong."
        case .logEndsInFuture(let seconds):
            "The last event of the log is dated \(seconds) s in the future: set the clock, or accept that date with `maintien recover --accept-clock`."
        case .awaitsRecovery: "The log was restored from a backup, and is not recovered: run `maintien recover` as the database's owner."
        default: "\(self)"
        }
    }
}
