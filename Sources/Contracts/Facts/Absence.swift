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

/// An absence for a cause on the guide's closed list (G3).
public struct TemporaryCessation: Hashable, Sendable {
    /// The closed list.
    public enum Cause: String, CaseIterable, Sendable {
        case parentalLeave, healthAvailability, unpaidHealthLeave, unpaidMaternityLeave, unpaidFamilyChargeLeave, familyCaregiverLeave,
            parentalPresenceLeave, familySolidarityLeave, professionalTrainingLeave, earlyCessation, childCareAvailability,
            childUnder12Availability
    }

    /// The age that ends the right to be available for a child (G3).
    public static let childAgeLimit = 12

    /// The first day of the absence.
    public var effectiveOn: Day
    /// Why.
    public var cause: Cause
    /// The child's birth date, asked for by `childUnder12Availability`.
    public var childBornOn: Day?

    /// A temporary cessation as it was told.
    public init(effectiveOn: Day, cause: Cause, childBornOn: Day? = nil) {
        self.effectiveOn = effectiveOn
        self.cause = cause
        self.childBornOn = childBornOn
    }
}

/// Work resumed.
public struct Resumption: Hashable, Sendable {
    /// The first day back.
    public var effectiveOn: Day

    /// A resumption as it was told.
    public init(effectiveOn: Day) { self.effectiveOn = effectiveOn }
}

/// The agent asks that the guarantees go on during an unpaid absence (G13).
public struct ContinuationRequest: Hashable, Sendable {
    /// The first day of the absence: it names the absence.
    public var suspensionFrom: Day
    /// The day the request was sent.
    public var requestedOn: Day

    /// A request as it was told.
    public init(suspensionFrom: Day, requestedOn: Day) {
        self.suspensionFrom = suspensionFrom
        self.requestedOn = requestedOn
    }
}

/// The continuation ends before the absence does.
public struct ContinuationEnd: Hashable, Sendable {
    /// The first day suspended again.
    public var effectiveOn: Day
    /// Why, in the clerk's words.
    public var reason: String

    /// An end of continuation as it was told.
    public init(effectiveOn: Day, reason: String) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}
