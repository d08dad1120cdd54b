import Billing
import Contracts

/// What a contract's events tell a run, where the projections tell too little.
struct ToldContract: Sendable {
    /// The run's month and the month before, unless why they differ is known.
    let months: (before: MonthProfile, after: MonthProfile)?
    /// The contract, if its agent owes something.
    let contract: Contract?
}
