public import Contracts

/// Why the month of a regular run comes to more or less than the month before, both as known now.
public struct MonthExplanation: Hashable, Sendable {
    /// The contracts of one cause.
    public struct Item: Hashable, Sendable {
        /// The cause.
        public let cause: MonthCause
        /// How many contracts differ by it.
        public let contracts: Int
        /// The sum of their differences.
        public let flows: Flows

        /// Contracts of one cause.
        public init(cause: MonthCause, contracts: Int, flows: Flows) {
            self.cause = cause
            self.contracts = contracts
            self.flows = flows
        }
    }

    private var contracts: [MonthCause: Int] = [:]
    private var flows: [MonthCause: Flows] = [:]

    /// No contract differs.
    public init() {}

    /// Counts a contract, by its month before and its month.
    ///
    /// - Returns: the cause under which it counts; `nil` when the same is due in both.
    @discardableResult
    public mutating func take(from before: MonthProfile, to after: MonthProfile) -> MonthCause? {
        guard let cause = MonthCause(from: before, to: after) else { return nil }
        contracts[cause, default: 0] += 1
        flows[cause, default: .zero] += after.due - before.due
        return cause
    }

    /// The causes that are there, in their order.
    public var items: [Item] {
        MonthCause.allCases.compactMap { cause in
            contracts[cause].map { Item(cause: cause, contracts: $0, flows: flows[cause] ?? .zero) }
        }
    }
}
