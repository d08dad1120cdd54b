import CivilTime

/// A fact that moves the holder from one standing to another.
enum Transition: Hashable, Sendable {
    case affiliation(Affiliation)
    case exemption(Exemption)
    case suspension(Suspension)
    case temporaryCessation(TemporaryCessation)
    case resumption(Resumption)
    case employmentEnd(EmploymentEnd)
    case portabilityStart(PortabilityStart, from: Day)
    case portabilityEnd(PortabilityEnd)

    /// The fact as a transition; `nil` when it is an attached one, or a start that no bulletin dates.
    init?(_ fact: Fact) {
        switch fact {
        case .affiliation(let fact): self = .affiliation(fact)
        case .exemption(let fact): self = .exemption(fact)
        case .suspension(let fact): self = .suspension(fact)
        case .temporaryCessation(let fact): self = .temporaryCessation(fact)
        case .resumption(let fact): self = .resumption(fact)
        case .employmentEnd(let fact): self = .employmentEnd(fact)
        case .portabilityStart(let fact):
            guard let from = fact.effectiveOn else { return nil }
            self = .portabilityStart(fact, from: from)
        case .portabilityEnd(let fact): self = .portabilityEnd(fact)
        default: return nil
        }
    }

    /// The first day of the standing that it leads to.
    var effectiveOn: Day {
        switch self {
        case .affiliation(let fact): fact.effectiveOn
        case .exemption(let fact): fact.effectiveOn
        case .suspension(let fact): fact.effectiveOn
        case .temporaryCessation(let fact): fact.effectiveOn
        case .resumption(let fact): fact.effectiveOn
        case .employmentEnd(let fact): fact.effectiveOn
        case .portabilityStart(_, let from): from
        case .portabilityEnd(let fact): fact.effectiveOn
        }
    }

    /// The column of the table under which it stands.
    var column: TransitionTable.Column {
        switch self {
        case .affiliation: .affiliate
        case .exemption: .exempt
        case .suspension(let fact): fact.isPaid ? .suspendPaid : .suspendUnpaid
        case .temporaryCessation: .startTemporaryCessation
        case .resumption: .resume
        case .employmentEnd: .endEmployment
        case .portabilityStart: .startPortability
        case .portabilityEnd: .endPortability
        }
    }
}
