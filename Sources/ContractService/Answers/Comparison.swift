import CivilTime
import Contracts
import JSON

/// What an adjustment is reckoned against.
struct Comparison {
    let knownAt: Instant
    /// `nil` when the contract was not known yet: nothing was owed.
    let contract: Contract?
}
