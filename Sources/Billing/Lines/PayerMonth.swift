public import CivilTime
public import Contracts

/// What a payer is asked for a contract's month.
public struct PayerMonth: Hashable, Sendable {
    /// The month.
    public let month: Month
    /// The payer.
    public let payer: Payer
    /// The amounts.
    public let flows: Flows

    /// What a payer is asked for a month.
    public init(month: Month, payer: Payer, flows: Flows) {
        self.month = month
        self.payer = payer
        self.flows = flows
    }
}
