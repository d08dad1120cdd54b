public import CivilTime

/// An agent joins the scheme.
public struct Affiliation: Hashable, Sendable {
    /// The scheme's name.
    public var scheme: String
    /// The first day of cover.
    public var effectiveOn: Day
    /// The employer's code.
    public var employer: String
    /// The employment that the affiliation rests on.
    public var employment: Employment
    /// The agent's birth date.
    public var bornOn: Day
    /// The option taken.
    public var option: Option
    /// Gross monthly pay.
    public var grossMonthlyPay: Money
    /// Whether the agent agreed to remote transmission (G19); nothing said is `nil`.
    public var remoteTransmission: Bool?

    /// An affiliation as it was told.
    public init(
        scheme: String, effectiveOn: Day, employer: String, employment: Employment, bornOn: Day, option: Option, grossMonthlyPay: Money,
        remoteTransmission: Bool? = nil
    ) {
        self.scheme = scheme
        self.effectiveOn = effectiveOn
        self.employer = employer
        self.employment = employment
        self.bornOn = bornOn
        self.option = option
        self.grossMonthlyPay = grossMonthlyPay
        self.remoteTransmission = remoteTransmission
    }
}

/// The employment that an affiliation rests on.
public struct Employment: Hashable, Sendable {
    /// The kinds of employment that the scheme knows.
    public enum Kind: String, CaseIterable, Sendable {
        case civilServant, contractual, stateWorker, privateSchoolTeacher, apprentice
    }

    /// What the agent is.
    public var kind: Kind
    /// The first day of employment.
    public var startedOn: Day
    /// The last day foreseen: information only, cover ends by `end-employment`.
    public var endsOn: Day?

    /// An employment.
    public init(kind: Kind, startedOn: Day, endsOn: Day? = nil) {
        self.kind = kind
        self.startedOn = startedOn
        self.endsOn = endsOn
    }
}

/// The level of guarantees.
public enum Option: String, CaseIterable, Sendable {
    case base, option1, option2
}

/// An agent is dispensed from affiliation (décret 2022-633, art. 3).
public struct Exemption: Hashable, Sendable {
    /// The grounds that the decree knows.
    public enum Ground: String, CaseIterable, Sendable {
        case stateComplementaryCover, individualContract, fixedTermWithCover, otherCollectiveCover
    }

    /// The scheme's name.
    public var scheme: String
    /// The first day exempt.
    public var effectiveOn: Day
    /// The last day exempt; `nil` without a term.
    public var through: Day?
    /// Why.
    public var ground: Ground
    /// The day of the sworn statement.
    public var swornStatementOn: Day

    /// An exemption as it was told.
    public init(scheme: String, effectiveOn: Day, through: Day? = nil, ground: Ground, swornStatementOn: Day) {
        self.scheme = scheme
        self.effectiveOn = effectiveOn
        self.through = through
        self.ground = ground
        self.swornStatementOn = swornStatementOn
    }
}
