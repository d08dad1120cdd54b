/// The holder's standing.
enum ModelStanding: String, Sendable {
    case outside, exempt, active, paidAbsence, suspended, temporaryCessation, ended, portability

    var isEmployed: Bool {
        switch self {
        case .active, .paidAbsence, .suspended, .temporaryCessation: true
        case .outside, .exempt, .ended, .portability: false
        }
    }

    /// The standing that a transition leads to, wherever it was lawful.
    init(after command: ModelCommand) {
        switch command {
        case .affiliate, .resume: self = .active
        case .exempt: self = .exempt
        case .suspend(_, _, let income): self = income == .none ? .suspended : .paidAbsence
        case .startTemporaryCessation: self = .temporaryCessation
        case .endEmployment, .endPortability: self = .ended
        case .startPortability: self = .portability
        default: preconditionFailure("\(command.name) is no transition")
        }
    }
}
