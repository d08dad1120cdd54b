extension ModelHistory {
    /// Walks the transitions in order, and tells the rule of the first that is not lawful.
    func firstBrokenRule() -> ModelRule? {
        var standing = ModelStanding.outside
        var openCause: ModelCause?
        var end: (lastDay: ModelDay, reason: ModelEndReason)?
        var window: PortabilityWindow?

        for transition in allTransitions {
            let day = transition.day
            switch transition.event.command {
            case .affiliate(let affiliation):
                if standing.isEmployed { return .contractAlreadyAffiliated }
                if affiliation.scheme != scheme.name { return .schemeUnknown }
                if day < affiliation.employmentStartedOn { return .affiliationBeforeEmployment }
                if day < scheme.effectiveFrom { return .affiliationBeforeScheme }

            case .exempt(let exemption):
                if exemption.scheme != scheme.name { return .schemeUnknown }

            case .suspend:
                if !standing.isEmployed { return .employmentNotEmployed }
                if standing == transition.standing { return .absenceAlreadyOpen }

            case .startTemporaryCessation(_, let cause, let childBornOn):
                if !standing.isEmployed { return .employmentNotEmployed }
                if standing == .temporaryCessation && openCause == cause { return .absenceAlreadyOpen }
                if cause == .childUnder12Availability {
                    guard let childBornOn else { return .absenceChildBirthDateMissing }
                    if day >= childBornOn.adding(months: 12 * 12) { return .absenceChildTooOld }
                }
                openCause = cause

            case .resume:
                if !standing.isEmployed || standing == .active { return .resumptionNothingToResume }

            case .endEmployment(let lastDay, let reason):
                if !standing.isEmployed && standing != .exempt { return .employmentNotEmployed }
                end = (lastDay, reason)

            case .startPortability(let start):
                if standing == .portability { return .portabilityAlreadyStarted }
                guard standing == .ended, let end, end.lastDay == start.bulletin?.lastDay else { return .portabilityEmploymentNotEnded }
                if start.retired || end.reason == .retirement || end.reason == .death { return .portabilityRetired }
                if !isCoveredInEmployment(on: end.lastDay) { return .portabilityNotCoveredAtEnd }
                if start.notification == nil { return .portabilityNotificationMissing }
                window = PortabilityWindow(start, in: self)

            case .endPortability:
                guard standing == .portability, let window else { return .portabilityNotOpen }
                if day < window.from || day > window.end { return .portabilityNotOpen }

            default:
                preconditionFailure("no transition")
            }
            standing = transition.standing
        }
        return nil
    }

    /// Leaves out what stands under a dash of the table.
    static func allowedByTable(_ transitions: [Transition]) -> [Transition] {
        var allowed: [Transition] = []
        var openCause: ModelCause?
        for transition in transitions {
            let standing = allowed.last?.standing ?? .outside
            let isAllowed =
                switch transition.event.command {
                case .affiliate: !standing.isEmployed
                case .exempt: true
                case .suspend: standing.isEmployed && standing != transition.standing
                case .startTemporaryCessation(_, let cause, _):
                    standing.isEmployed && (standing != .temporaryCessation || cause != openCause)
                case .resume: standing.isEmployed && standing != .active
                case .endEmployment: standing.isEmployed || standing == .exempt
                case .startPortability: standing == .ended
                case .endPortability: standing == .portability
                default: false
                }
            guard isAllowed else { continue }
            if case .startTemporaryCessation(_, let cause, _) = transition.event.command { openCause = cause }
            allowed.append(transition)
        }
        return allowed
    }

    /// Whether employment covers the holder on that day, by continuation too.
    func isCoveredInEmployment(on day: ModelDay) -> Bool {
        switch standing(on: day) {
        case .active, .paidAbsence, .temporaryCessation: true
        case .suspended: isContinued(on: day)
        case .outside, .exempt, .ended, .portability: false
        }
    }
}
