import CivilTime

extension Contract {
    /// Walks all transitions, each judged by the table and then by its own checks.
    ///
    /// - Throws: the rule of the first that is not lawful.
    func checkTransitions() throws(Refusal) {
        var walk = StandingWalk()
        for transition in facts.transitions {
            try walk.take(transition) { (transition, place) throws(Refusal) in try check(transition, at: place) }
        }
    }

    private func check(_ transition: Transition, at place: StandingWalk) throws(Refusal) {
        switch transition.fact {
        case .affiliation(let fact):
            guard let scheme = schemes[fact.scheme] else { throw Refusal(.schemeUnknown) }
            if fact.effectiveOn < fact.employment.startedOn { throw Refusal(.affiliationBeforeEmployment) }
            if fact.effectiveOn < scheme.effectiveFrom { throw Refusal(.affiliationBeforeScheme) }
        case .exemption(let fact):
            if schemes[fact.scheme] == nil { throw Refusal(.schemeUnknown) }
        case .temporaryCessation(let fact) where fact.cause == .childUnder12Availability:
            guard let childBornOn = fact.childBornOn else { throw Refusal(.absenceChildBirthDateMissing) }
            if fact.effectiveOn >= childBornOn.birthday(TemporaryCessation.childAgeLimit) { throw Refusal(.absenceChildTooOld) }
        case .portabilityStart(let fact):
            if let broken = rulesBroken(by: fact, from: transition.effectiveOn, at: place).first { throw Refusal(broken) }
        case .portabilityEnd(let fact):
            guard let portability = place.portability else { throw Refusal(.portabilityNotOpen) }
            let window = window(of: portability.start, from: portability.from)
            guard fact.effectiveOn >= portability.from, fact.effectiveOn <= window.until else { throw Refusal(.portabilityNotOpen) }
        default: break
        }
    }

    /// The rules that a start of portability breaks at its place, in order.
    func rulesBroken(by start: PortabilityStart, from: Day, at place: StandingWalk) -> [Rule] {
        var broken: [Rule] = []
        if start.bulletin == nil { broken.append(.portabilityBulletinMissing) }
        if place.standing == .portability { broken.append(.portabilityAlreadyStarted) }
        if place.standing == .ended, let end = place.employmentEnd, end.effectiveOn == from {
            if start.retired || end.reason == .retirement || end.reason == .death { broken.append(.portabilityRetired) }
            if !isCovered(on: from.previous, in: StandingLine(pieces: place.pieces)) { broken.append(.portabilityNotCoveredAtEnd) }
        } else if place.standing != .portability {
            broken.append(.portabilityEmploymentNotEnded)
        }
        if start.notification == nil { broken.append(.portabilityNotificationMissing) }
        return broken
    }

    /// Whether the holder is covered as an employed agent on a day, by continuation too.
    private func isCovered(on day: Day, in line: StandingLine) -> Bool {
        guard let piece = line.piece(on: day) else { return false }
        switch piece.standing {
        case .active, .paidAbsence, .temporaryCessation: return true
        case .suspended: return continuation(of: piece)?.period.contains(day) ?? false
        case .outside, .exempt, .ended, .portability: return false
        }
    }
}
