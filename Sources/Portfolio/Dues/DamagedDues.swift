public import FoundationEssentials

/// A contract's row in the projections does not hold what rows hold. `maintien rebuild --force` makes them again.
public struct DamagedDues: Error {
    /// The contract.
    public let contract: UUID
}
