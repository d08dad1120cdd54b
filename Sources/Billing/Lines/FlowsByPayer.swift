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

    /// Months in which a payer's flows are equal.
    public struct Run: Hashable, Sendable {
        /// The payer.
        public let payer: Payer
        /// The first month.
        public let from: Month
        /// The last month; `nil` when the run has no end.
        public let through: Month?
        /// The flows of each of them.
        public let flows: Flows

        /// A run of months.
        public init(payer: Payer, from: Month, through: Month?, flows: Flows) {
            self.payer = payer
            self.from = from
            self.through = through
            self.flows = flows
        }
    }

    /// The payers that are asked for something, in their order.
    public let entries: [Entry]

    /// Nothing in any month.
    public static let nothing = FlowsByPayer(entries: [])

    static let noMonth = MonthLine<Flows> { _ in (.zero, until: nil) }

    /// - Parameter entries: by payer, each once.
    init(entries: [Entry]) { self.entries = entries.filter { $0.months != FlowsByPayer.noMonth } }

    /// The sums of a contract's lines.
    public init(of lines: some Sequence<CallLine>) {
        var runs: [Run] = []
        for line in lines.sorted(by: { ($0.payer, $0.month) < ($1.payer, $1.month) }) {
            var flows = line.flows
            if let last = runs.last, last.payer == line.payer, last.from == line.month { flows += runs.removeLast().flows }
            runs.append(Run(payer: line.payer, from: line.month, through: line.month, flows: flows))
        }
        guard let sums = FlowsByPayer(runs: runs) else { preconditionFailure("Sorted months, each once, do not overlap.") }
        self = sums
    }

    /// The flows of these runs, and zero in all other months; `nil` when they are not in order of payers and months, or overlap.
    public init?(runs: [Run]) {
        var entries: [Entry] = []
        var rest = runs[...]
        while let payer = rest.first?.payer {
            let own = rest.prefix { $0.payer == payer }
            rest = rest[own.endIndex...]
            if let last = entries.last, last.payer > payer { return nil }
            guard let months = MonthLine(own) else { return nil }
            entries.append(Entry(payer: payer, months: months))
        }
        self.init(entries: entries)
    }

    /// The runs of equal flows that are not zero, in order of payers and months: fit to be stored.
    public var runs: [Run] {
        entries.flatMap { entry in
            entry.months.runs.compactMap { run in
                run.value == .zero
                    ? nil : Run(payer: entry.payer, from: run.from ?? .calendar.lowerBound, through: run.through, flows: run.value)
            }
        }
    }

    /// A payer's flows of every month.
    public subscript(payer: Payer) -> MonthLine<Flows> { entries.first { $0.payer == payer }?.months ?? FlowsByPayer.noMonth }

    /// The sums, payer by payer and month by month.
    public static func + (left: FlowsByPayer, right: FlowsByPayer) -> FlowsByPayer { left.merged(with: right, +) }

    /// The differences, payer by payer and month by month.
    public static func - (left: FlowsByPayer, right: FlowsByPayer) -> FlowsByPayer { left.merged(with: right, -) }

    private func merged(with other: FlowsByPayer, _ combine: (Flows, Flows) -> Flows) -> FlowsByPayer {
        let payers = entries.map(\.payer) + other.entries.map(\.payer).filter { payer in !entries.contains { $0.payer == payer } }
        return FlowsByPayer(entries: payers.sorted().map { Entry(payer: $0, months: self[$0].zip(other[$0], combine)) })
    }

    /// The flows that are not zero, in order of months and then of payers.
    func amounts(in months: ClosedRange<Month>) -> [PayerMonth] {
        var found: [PayerMonth] = []
        for entry in entries {
            for run in entry.months.runs where run.value != .zero {
                let first = max(months.lowerBound, run.from ?? months.lowerBound)
                let last = min(months.upperBound, run.through ?? months.upperBound)
                if first <= last { found += (first...last).map { PayerMonth(month: $0, payer: entry.payer, flows: run.value) } }
            }
        }
        return found.sorted { ($0.month, $0.payer) < ($1.month, $1.payer) }
    }
}

extension MonthLine where Value == Flows {
    /// The flows of a payer's runs; `nil` when they are not in order of months, or overlap.
    fileprivate init?(_ runs: ArraySlice<FlowsByPayer.Run>) {
        var changes: [Timeline<Flows>.Change] = []
        for place in runs.indices {
            let run = runs[place]
            let next = place + 1 < runs.endIndex ? runs[place + 1].from : nil
            if run.through == nil, next != nil { return nil }
            changes.append(Timeline.Change(on: run.from.firstDay, value: run.flows))
            if let end = run.through?.next, end != next { changes.append(Timeline.Change(on: end.firstDay, value: .zero)) }
        }
        guard let days = Timeline(initial: Flows.zero, changes: changes) else { return nil }
        self.init(days)
    }
}
