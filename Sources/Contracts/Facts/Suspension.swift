public import CivilTime

/// A paid or unpaid absence that is not a temporary cessation.
public struct Suspension: Hashable, Sendable {
    /// Causes outside the guide's closed list.
    public enum Cause: String, CaseIterable, Sendable {
        case sickLeave, longSickLeave, maternity, adoption, paternity, workAccident, personalConvenience, followPartner, studies,
            unpaidLeave, other
    }

    /// The agent's income during the absence.
    public enum Income: String, CaseIterable, Sendable {
        case salary, employerFundedDailyAllowance, replacementIncome, none
    }

    /// The stated cause: one for a suspension, or, by mistake, one of the closed list (`absence.classification`).
    public enum StatedCause: Hashable, Sendable {
        case own(Cause)
        case closedList(TemporaryCessation.Cause)
    }

    /// The first day of the absence.
    public var effectiveOn: Day
    /// The cause.
    public var cause: StatedCause
    /// The income.
    public var income: Income

    /// A suspension as the caller states it.
    public init(effectiveOn: Day, cause: StatedCause, income: Income) {
        self.effectiveOn = effectiveOn
        self.cause = cause
        self.income = income
    }

    /// Whether there is any income, which makes the absence paid, whatever its cause (G10).
    public var isPaid: Bool { income != .none }
}
