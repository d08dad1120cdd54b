public import CivilTime

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
