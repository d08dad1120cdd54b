import CivilTime

/// A fact that moves the holder from one standing to another. Shared by all that is made of it.
final class Transition: Sendable {
    let fact: Fact
    /// The version of the event that told it.
    let event: Int
    /// The first day of the standing that it leads to.
    let effectiveOn: Day
    /// The column of the table under which it stands.
    let column: TransitionTable.Column

    /// The fact as a transition; `nil` when it is an attached one, or a start of portability that no bulletin dates.
    init?(_ told: RecordedFact) {
        guard let column = TransitionTable.Column(of: told.fact), let effectiveOn = told.fact.effectiveOn else { return nil }
        fact = told.fact
        event = told.version
        self.effectiveOn = effectiveOn
        self.column = column
    }
}

extension TransitionTable.Column {
    /// The column under which a fact stands; `nil` for an attached one.
    fileprivate init?(of fact: Fact) {
        switch fact {
        case .affiliation: self = .affiliate
        case .exemption: self = .exempt
        case .suspension(let suspension): self = suspension.isPaid ? .suspendPaid : .suspendUnpaid
        case .temporaryCessation: self = .startTemporaryCessation
        case .resumption: self = .resume
        case .employmentEnd: self = .endEmployment
        case .portabilityStart: self = .startPortability
        case .portabilityEnd: self = .endPortability
        default: return nil
        }
    }
}
