public import Billing
public import CivilTime
public import ContractService
public import Contracts

/// What a run asks of an employer: its sums, and some of its lines.
public struct StatementPage: Sendable {
    /// The run.
    public let run: BillingRun
    /// The run that cancelled it; `nil` when none did.
    public let cancelledBy: Int?
    /// The sums by month, in order; at least one.
    public let months: [EmployerStatement.MonthSum]
    /// The balance of its account before the run's entries; positive when it owes.
    public let balanceBefore: Money
    /// The last day to pay.
    public let payableOn: Day
    /// How many lines there are, these and others.
    public let lineCount: Int
    /// Some lines, of whole contracts, in order of contracts and months.
    public let lines: [CallLine]
    /// The cursor of the next page; `nil` on the last one.
    public let next: ContractID?

    /// The sum of all lines.
    public var totals: Flows { months.reduce(.zero) { $0 + $1.flows } }

    /// What is called: its own part and what it withholds, without refunds to agents.
    public var called: Money { totals.employerToInsurer + totals.agentToInsurer }

    /// The balance after the run's entries.
    public var balanceAfter: Money { balanceBefore + called }

    /// What there is to pay; not below zero.
    public var payable: Money { max(balanceAfter, .zero) }
}
