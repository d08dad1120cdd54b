import Contracts
import Portfolio

extension VerbTrouble {
    /// Why an export failed, in words; `nil` for an error that has words of its own.
    init?(ofExport error: any Error) {
        switch error {
        case is CancellationError: self.init("Interrupted: nothing was exported.")
        case PortfolioError.outdated:
            self.init(
                """
                The projections were made by other rules or schemes than this command's, so the tables would contradict the service's answers: \
                name its schemes with --scheme, or run maintien rebuild.
                """)
        case let refusal as Refusal where refusal.rule == .schemeUnknown:
            self.init("The log names a scheme that this command has no file of: name it with --scheme.")
        default: return nil
        }
    }
}
