public import CivilTime

/// The amounts that changes make in one flow: those to settle now, and those of later months.
public struct Settlement: Hashable, Sendable {
    /// Consecutive months whose amount changes in the same way.
    public struct Run: Hashable, Sendable {
        /// The first month; `nil` when the run has no beginning.
        public let from: Month?
        /// The last month; `nil` when the run has no end.
        public let through: Month?
        /// The amount of each month before.
        public let before: Money
        /// The amount of each month after.
        public let after: Money
    }

    /// The flow.
    public let flow: Flow
    /// The months to settle now, in order.
    public let past: [Run]
    /// The sum of their differences: collected where positive, refunded where negative.
    public let due: Money
    /// The later months that differ, in order.
    public let ahead: [Run]
    /// The sum of their differences; `nil` when they have no end.
    public let dueAhead: Money?
}

extension Changes {
    /// The settlement of each flow that differs.
    ///
    /// - Parameter month: the last month to settle now. Later months are in `ahead`.
    public func settlements(through month: Month) -> [Settlement] {
        Flow.allCases.compactMap { flow in
            let runs = runs(of: flow)
            if runs.isEmpty { return nil }
            let (past, ahead) = (runs.compactMap { $0.cut(through: month) }, runs.compactMap { $0.cut(from: month.next) })
            let isEndless = ahead.last.map { $0.through == nil } ?? false
            return Settlement(
                flow: flow, past: past, due: past.reduce(.zero) { $0 + $1.total }, ahead: ahead,
                dueAhead: isEndless ? nil : ahead.reduce(.zero) { $0 + $1.total })
        }
    }

    /// The months in which a flow differs. Consecutive months with equal amounts form one run.
    private func runs(of flow: Flow) -> [Settlement.Run] {
        var runs: [Settlement.Run] = []
        for change in cotisation where change.before[flow] != change.after[flow] {
            let run = Settlement.Run(from: change.from, through: change.through, before: change.before[flow], after: change.after[flow])
            if let last = runs.last, last.isFollowed(by: run) {
                runs[runs.count - 1] = Settlement.Run(from: last.from, through: run.through, before: run.before, after: run.after)
            } else {
                runs.append(run)
            }
        }
        return runs
    }
}

extension Settlement.Run {
    /// The sum of the differences of its months. A run with an open end is limited to the calendar.
    public var total: Money {
        let months = (from ?? Month.calendar.lowerBound).distance(to: through ?? Month.calendar.upperBound) + 1
        return Money(cents: months * (after - before).cents)
    }

    /// Whether `other` has equal amounts and starts in the month after this run.
    fileprivate func isFollowed(by other: Settlement.Run) -> Bool {
        through?.next == other.from && before == other.before && after == other.after
    }

    /// The part of the run up to a month; `nil` when it is empty.
    fileprivate func cut(through month: Month) -> Settlement.Run? {
        if let from, from > month { return nil }
        return Settlement.Run(from: from, through: through.map { min($0, month) } ?? month, before: before, after: after)
    }

    /// The part of the run from a month on; `nil` when it has no month of the calendar.
    fileprivate func cut(from month: Month) -> Settlement.Run? {
        if (through ?? Month.calendar.upperBound) < month { return nil }
        return Settlement.Run(from: from.map { max($0, month) } ?? month, through: through, before: before, after: after)
    }
}
