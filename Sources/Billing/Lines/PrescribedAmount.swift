public import CivilTime
public import Contracts

/// An amount that a run does not call because its time is over (`prescription`).
public struct PrescribedAmount: Hashable, Sendable {
    /// The contract.
    public let contract: BilledContract
    /// The month.
    public let month: Month
    /// Who would be asked.
    public let payer: Payer
    /// The amounts.
    public let flows: Flows

    /// An amount.
    public init(contract: BilledContract, month: Month, payer: Payer, flows: Flows) {
        self.contract = contract
        self.month = month
        self.payer = payer
        self.flows = flows
    }
}
