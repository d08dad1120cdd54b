import CivilTime
import Contracts

/// The earlier state of knowledge that an adjustment is computed against.
struct Comparison {
    let knownAt: Instant
    /// `nil` when the contract was unknown then, so that nothing was owed.
    let contract: Contract?
}
