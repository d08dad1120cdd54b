public import CivilTime

/// An absence that is no temporary cessation: paid or unpaid.
public struct Suspension: Hashable, Sendable {
    /// Causes outside the guide's closed list.
    public enum Cause: String, CaseIterable, Sendable {
        case sickLeave, longSickLeave, maternity, adoption, paternity, workAccident, personalConvenience, followPartner, studies,
            unpaidLeave, other
    }

    /// What the agent is told to live on.
    public enum Income: String, CaseIterable, Sendable {
        case salary, employerFundedDailyAllowance, replacementIncome, none
    }

    /// What causes an absence: one of its own causes, or, by mistake, one of the closed list (`absence.classification`).
    public enum StatedCause: Hashable, Sendable {
        case own(Cause)
        case closedList(TemporaryCessation.Cause)
    }

    /// The first day of the absence.
    public var effectiveOn: Day
    /// Why.
    public var cause: StatedCause
    /// On what income.
    public var income: Income

    /// A suspension as it was told.
    public init(effectiveOn: Day, cause: StatedCause, income: Income) {
        self.effectiveOn = effectiveOn
        self.cause = cause
        self.income = income
    }

    /// Whether some income is kept, which makes the absence a paid one whatever its cause (G10).
    public var isPaid: Bool { income != .none }
}
