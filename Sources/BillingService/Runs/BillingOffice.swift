import Billing
import ContractService
import Contracts
import Portfolio
import Postgres
import Vault

/// What the making of runs works with.
struct BillingOffice: Sendable {
    /// Connections with the rights of the service, without limits of time: one writes a run's rows, one reckons them, one reads the next contracts, two read
    /// contracts' events, one looks at the log. Banks' files are recorded on them too.
    let database: Database
    let portfolio: Portfolio
    let vault: Vault
    let schemes: Schemes
    let money: [String: MoneyParameters]
    /// The SHA-256 of each scheme's file, in hexadecimal digits.
    let digests: [String: String]
    let clock: any ServiceClock
    /// How many contracts are reckoned at a time.
    let portion: Int

    /// What runs are reckoned from.
    var sources: RunSources {
        RunSources(.making(portfolio, vault), schemes: schemes, money: money, portion: portion, helpers: database)
    }
}
