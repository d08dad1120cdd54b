public import Billing
public import CivilTime
public import ContractService
public import Portfolio

/// A line of the worklist about money.
public struct MoneyWorkLine: Hashable, Sendable {
    /// What waits.
    public let kind: MoneyWorkKind
    /// The day by which it should be settled.
    public let dueOn: Day
    /// The contract; `nil` for what is about an employer, a file or a line of a bank.
    public var contract: ContractID?
    /// The employer who owes or is owed; `nil` for an agent.
    public var employer: String?
    /// The number of the run.
    public var run: Int?
    /// What stands on the account now, what a file comes to, or what the bank moved: above zero if money came in. A credit is above zero too.
    public var amount: Money?
    /// Why an agent is not debited.
    public var reason: HoldReason?
    /// A file of direct debits.
    public var file: String?
    /// The bank's reference, or the identifier of the debit that it names.
    public var reference: String?
    /// The line of a bank.
    public var bankLine: BankLineID?
    /// The rule that refused the line of a bank; `nil` otherwise.
    public var refusedBy: String?

    init(_ kind: MoneyWorkKind, dueOn: Day) {
        self.kind = kind
        self.dueOn = dueOn
    }

    /// The line as the worklist writes it.
    public var text: WorklistLine {
        WorklistLine(
            kind: kind.rawValue, contract: contract?.uuid, dueOn: dueOn, rule: refusedBy ?? kind.rule.id, employer: employer, run: run,
            amount: amount, reason: reason?.rawValue, file: file, reference: reference, bankLine: bankLine?.description)
    }
}
