public import Billing
public import Contracts

/// A scheme as its file says it.
public struct ServedScheme: Sendable {
    /// The rules of its contracts.
    public let scheme: Scheme
    /// The parameters of money; `nil` when the file has none. Then no run calls its months.
    public let money: MoneyParameters?
}
