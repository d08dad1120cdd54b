public import CivilTime

/// An agent joins the scheme.
public struct Affiliation: Hashable, Sendable {
    /// The scheme's name.
    public var scheme: String
    /// The first day of cover.
    public var effectiveOn: Day
    /// The employer's code.
    public var employer: String
    /// The employment on which the affiliation is based.
    public var employment: Employment
    /// The agent's birth date.
    public var bornOn: Day
    /// The option taken.
    public var option: Option
    /// Gross monthly pay.
    public var grossMonthlyPay: Money
    /// Whether the agent agreed to remote transmission (G19); `nil` when unknown.
    public var remoteTransmission: Bool?

    /// An affiliation as the caller states it.
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
