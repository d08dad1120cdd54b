public import CivilTime
public import Contracts

/// The flows of one contract by payer and month: those due, or those called.
///
/// Each payer's months are stored as runs of equal flows: a contract has few payers and few changes.
public struct FlowsByPayer: Equatable, Sendable {
    /// The months of a payer.
    public struct Entry: Equatable, Sendable {
        /// The payer.
        public let payer: Payer
        /// Their flows; zero in months in which they are asked for nothing.
        public let months: MonthLine<Flows>
    }

    /// The payers that are asked for something, in their order.
    public let entries: [Entry]

    /// Nothing in any month.
    public static let nothing = FlowsByPayer([])

    static let noMonth = MonthLine<Flows> { _ in (.zero, until: nil) }

    /// - Parameter entries: by payer, each once.
    init(_ entries: [Entry]) { self.entries = entries.filter { $0.months != FlowsByPayer.noMonth } }

    /// The sums of a contract's lines.
    public init(of lines: some Sequence<CallLine>) {
        let sorted = lines.sorted { ($0.payer, $0.month) < ($1.payer, $1.month) }
        var entries: [Entry] = []
        var rest = sorted[...]
        while let payer = rest.first?.payer {
            let own = rest.prefix { $0.payer == payer }
            entries.append(Entry(payer: payer, months: MonthLine(summing: own.map { ($0.month, $0.flows) })))
            rest = rest[own.endIndex...]
        }
        self.init(entries)
    }

    /// A payer's flows of every month.
    public subscript(payer: Payer) -> MonthLine<Flows> { entries.first { $0.payer == payer }?.months ?? FlowsByPayer.noMonth }

    /// The sums, payer by payer and month by month.
    public static func + (left: FlowsByPayer, right: FlowsByPayer) -> FlowsByPayer { left.merged(with: right, +) }

    /// The differences, payer by payer and month by month.
    public static func - (left: FlowsByPayer, right: FlowsByPayer) -> FlowsByPayer { left.merged(with: right, -) }

    private func merged(with other: FlowsByPayer, _ combine: (Flows, Flows) -> Flows) -> FlowsByPayer {
        let payers = entries.map(\.payer) + other.entries.map(\.payer).filter { payer in !entries.contains { $0.payer == payer } }
        return FlowsByPayer(payers.sorted().map { Entry(payer: $0, months: self[$0].zip(other[$0], combine)) })
    }

    /// The flows that are not zero, in order of months and then of payers.
    func amounts(in months: ClosedRange<Month>) -> [(month: Month, payer: Payer, flows: Flows)] {
        var found: [(month: Month, payer: Payer, flows: Flows)] = []
        for entry in entries {
            for run in entry.months.runs where run.value != .zero {
                let first = max(months.lowerBound, run.from ?? months.lowerBound)
                let last = min(months.upperBound, run.through ?? months.upperBound)
                if first <= last { found += (first...last).map { ($0, entry.payer, run.value) } }
            }
        }
        return found.sorted { ($0.month, $0.payer) < ($1.month, $1.payer) }
    }
}

extension MonthLine where Value == Flows {
    /// The sums of flows by month.
    ///
    /// - Parameter amounts: in order of months.
    fileprivate init(summing amounts: [(month: Month, flows: Flows)]) {
        var changes: [Timeline<Flows>.Change] = []
        var sum = Flows.zero
        for (place, amount) in amounts.enumerated() {
            sum += amount.flows
            let next = place + 1 < amounts.count ? amounts[place + 1].month : nil
            if next == amount.month { continue }
            changes.append(Timeline.Change(on: amount.month.firstDay, value: sum))
            sum = .zero
            if next != amount.month.next { changes.append(Timeline.Change(on: amount.month.next.firstDay, value: .zero)) }
        }
        guard let days = Timeline(initial: Flows.zero, changes: changes), let line = MonthLine(days) else {
            preconditionFailure("Sorted months change on their firsts, in ascending order.")
        }
        self = line
    }
}
