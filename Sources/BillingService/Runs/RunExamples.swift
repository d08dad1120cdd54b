public import Billing
public import Contracts

/// Some contracts of a run, which stand for the others: a reader sees who joined, what was learnt late, and what is held.
public struct RunExamples: Sendable {
    /// A contract whose month differs from the month before.
    public struct Changed: Hashable, Sendable {
        /// The contract.
        public let contract: BilledContract
        /// By how much.
        public let flows: Flows
    }

    /// A contract whose earlier months are adjusted.
    public struct Adjusted: Hashable, Sendable {
        /// The contract.
        public let contract: BilledContract
        /// Its lines, in order of months and payers; at least one.
        public internal(set) var lines: [CallLine]

        /// The sum of its lines.
        public var flows: Flows { lines.reduce(.zero) { $0 + $1.flows } }
    }

    /// At most how many contracts of a kind are kept.
    public let limit: Int
    /// The contracts of each cause, in their order.
    public private(set) var changed: [MonthCause: [Changed]] = [:]
    /// The contracts that are adjusted, in their order.
    public private(set) var adjusted: [Adjusted] = []
    /// How many contracts are adjusted, these and others.
    public private(set) var adjustedCount = 0
    /// What is held, in order of contracts.
    public private(set) var held: [HeldDebit] = []

    /// No contract yet.
    init(limit: Int) { self.limit = limit }

    /// Takes a contract whose month differs.
    mutating func take(_ contract: BilledContract, _ cause: MonthCause, _ flows: Flows) {
        if changed[cause, default: []].count < limit { changed[cause, default: []].append(Changed(contract: contract, flows: flows)) }
    }

    /// Takes the contracts of a part. Parts come in order.
    mutating func take(_ part: RunPart) {
        held += part.held.prefix(max(0, limit - held.count))
        var last: BilledContract?
        for line in part.lines where line.origin == .adjustment {
            if line.contract != last {
                adjustedCount += 1
                last = line.contract
                if adjusted.count < limit { adjusted.append(Adjusted(contract: line.contract, lines: [])) }
            }
            if adjusted.last?.contract == line.contract { adjusted[adjusted.count - 1].lines.append(line) }
        }
    }
}
