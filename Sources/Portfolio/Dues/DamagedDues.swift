import FoundationEssentials

/// A contract's row in the projections does not hold what rows hold. `maintien rebuild --force` makes them again.
struct DamagedDues: Error {
    let contract: UUID
}
