public import CivilTime

/// What the runs of a scheme made of one contract so far: the basis of a forecast.
public struct BilledSoFar: Sendable {
    /// The complete runs of the scheme.
    public let book: RunBook
    /// The sums of all lines of these runs.
    public let called: FlowsByPayer
    /// The balance of the agent's account under the scheme; positive when the agent owes it.
    public let balance: Money
    /// The agent's earlier debits under the schemes of the same creditor, in order.
    public let debits: [PastDebit]
    /// The position at which a clerk last resumed the agent's debits; `nil` when nobody did.
    public let resumedAt: Int64?
    /// The positions of the contract's events, in order of version.
    public let positions: [Int64]

    /// What was read of a contract.
    public init(
        book: RunBook, called: FlowsByPayer, balance: Money, debits: [PastDebit], resumedAt: Int64?, positions: [Int64]
    ) {
        self.book = book
        self.called = called
        self.balance = balance
        self.debits = debits
        self.resumedAt = resumedAt
        self.positions = positions
    }
}
