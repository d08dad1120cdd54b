import Billing
import CivilTime

/// An agent's account that is in credit.
struct LeftCredit: Hashable, Sendable {
    let contract: BilledContract
    /// Below zero.
    let balance: Money
    /// The day on which the account came into credit.
    let since: Day
}
