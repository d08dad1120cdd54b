public import CivilTime
public import Contracts

/// What a run asks of an employer.
public struct EmployerStatement: Hashable, Sendable {
    /// The sum of a month's lines.
    public struct MonthSum: Hashable, Sendable {
        /// The month.
        public let month: Month
        /// The sum.
        public let flows: Flows

        /// A sum.
        public init(month: Month, flows: Flows) {
            self.month = month
            self.flows = flows
        }
    }

    /// The employer's code.
    public let employer: String
    /// Its lines, in order of contracts and months.
    public let lines: [CallLine]
    /// The balance of its account before the run's entries; positive when it owes.
    public let balanceBefore: Money
    /// The last day to pay.
    public let payableOn: Day

    /// The statement of a run for an employer.
    ///
    /// - Parameters:
    ///   - run: one that has statements (``RunBook/isEntered(_:)``).
    ///   - lines: the run's lines of this employer, at least one.
    ///   - balanceBefore: the balance of its account before the run's entries.
    ///   - dueDays: P `statementDueDays`.
    public init(of run: BillingRun, for employer: String, lines: [CallLine], balanceBefore: Money, dueDays: Int) {
        self.employer = employer
        self.lines = lines
        self.balanceBefore = balanceBefore
        payableOn = run.asOf.adding(days: dueDays)
    }

    /// The sums of the lines by month, in order.
    public var months: [MonthSum] {
        let flows = Dictionary(lines.map { ($0.month, $0.flows) }) { $0 + $1 }
        return flows.sorted { $0.key < $1.key }.map { MonthSum(month: $0.key, flows: $0.value) }
    }

    /// The sum of all lines.
    public var totals: Flows { lines.reduce(.zero) { $0 + $1.flows } }

    /// What is called: its own part and what it withholds, without refunds to agents.
    public var called: Money { totals.calledOfEmployer }

    /// The balance after the run's entries.
    public var balanceAfter: Money { balanceBefore + called }

    /// What there is to pay. A credit is carried, so it is not below zero.
    public var payable: Money { max(balanceAfter, .zero) }
}
