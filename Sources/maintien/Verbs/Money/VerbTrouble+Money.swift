import Billing
import BillingService
import ContractService
import JSON
import Portfolio
import Vault

extension VerbTrouble {
    /// Why something about money was refused, in words; `nil` for an error that has words of its own.
    init?(ofMoney error: any Error) {
        switch error {
        case let refusal as BillingRefusal: self.init("\(refusal.rule.id): \(refusal.rule.english)")
        case let file as UnreadableBankFile: self.init("\(BillingRule.bankFileFormat.id): \(file.english)")
        case ServiceError.malformed(let field):
            self.init("The ledger in this form needs --\(field.pointer == "/scheme" ? "of" : String(field.pointer.dropFirst())).")
        case let error as ServiceError: self.init(error.words)
        case PortfolioError.outdated:
            self.init("The projections were made by other rules or schemes: name the schemes with --scheme, or run maintien rebuild.")
        case is PortfolioError: self.init("The projections are not there, or are behind the log: ask again.")
        case let error as VaultError: self.init(sentence: error)
        default: return nil
        }
    }
}
