public import CivilTime
public import FoundationEssentials

/// A line of the worklist that another room tells: the portfolio knows its columns, and not what they mean.
public struct WorklistLine: Hashable, Sendable {
    let kind: String
    let contract: UUID?
    let dueOn: Day
    let rule: String
    let employer: String?
    let run: Int?
    let amount: Money?
    let reason: String?
    let file: String?
    let reference: String?
    let bankLine: String?

    /// A line. Each field is the cell of its column.
    ///
    /// - Parameters:
    ///   - kind: the name of a case, as are `rule` and `reason`.
    ///   - bankLine: letters that need no escape.
    public init(
        kind: String, contract: UUID?, dueOn: Day, rule: String, employer: String?, run: Int?, amount: Money?, reason: String?,
        file: String?, reference: String?, bankLine: String?
    ) {
        self.kind = kind
        self.contract = contract
        self.dueOn = dueOn
        self.rule = rule
        self.employer = employer
        self.run = run
        self.amount = amount
        self.reason = reason
        self.file = file
        self.reference = reference
        self.bankLine = bankLine
    }
}
