public import CivilTime

/// The employment on which an affiliation is based.
public struct Employment: Hashable, Sendable {
    /// The kinds of employment in the scheme.
    public enum Kind: String, CaseIterable, Sendable {
        case civilServant, contractual, stateWorker, privateSchoolTeacher, apprentice
    }

    /// The kind of employment.
    public var kind: Kind
    /// The first day of employment.
    public var startedOn: Day
    /// The planned last day. Information only: `end-employment` ends cover.
    public var endsOn: Day?

    /// An employment.
    public init(kind: Kind, startedOn: Day, endsOn: Day? = nil) {
        self.kind = kind
        self.startedOn = startedOn
        self.endsOn = endsOn
    }
}
