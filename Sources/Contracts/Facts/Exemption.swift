public import CivilTime

/// An agent is dispensed from affiliation (décret 2022-633, art. 3).
public struct Exemption: Hashable, Sendable {
    /// The grounds of the decree.
    public enum Ground: String, CaseIterable, Sendable {
        case stateComplementaryCover, individualContract, fixedTermWithCover, otherCollectiveCover
    }

    /// The scheme's name.
    public var scheme: String
    /// The first day exempt.
    public var effectiveOn: Day
    /// The last day exempt; `nil` without a term.
    public var through: Day?
    /// The ground.
    public var ground: Ground
    /// The day of the sworn statement.
    public var swornStatementOn: Day

    /// An exemption as the caller states it.
    public init(scheme: String, effectiveOn: Day, through: Day? = nil, ground: Ground, swornStatementOn: Day) {
        self.scheme = scheme
        self.effectiveOn = effectiveOn
        self.through = through
        self.ground = ground
        self.swornStatementOn = swornStatementOn
    }
}
