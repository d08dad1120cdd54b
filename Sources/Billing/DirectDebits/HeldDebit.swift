public import CivilTime

/// What an agent owes and is not debited for.
public struct HeldDebit: Hashable, Sendable {
    /// The contract.
    public let contract: BilledContract
    /// The amount, above zero.
    public let amount: Money
    /// Why it is held.
    public let reason: HoldReason

    /// A held debit.
    public init(contract: BilledContract, amount: Money, reason: HoldReason) {
        self.contract = contract
        self.amount = amount
        self.reason = reason
    }
}
