import CivilTime

extension Course {
    /// Judges the next transition of the walk, by the table and then by its own checks.
    ///
    /// - Throws: the rule that refuses it.
    func check(_ transition: Transition) throws(Refusal) {
        _ = try walk.standing(after: transition)
        switch transition.fact {
        case .affiliation(let fact):
            guard let effectiveFrom = schemes.effectiveFrom(of: fact.scheme) else { throw Refusal(.schemeUnknown) }
            if fact.effectiveOn < fact.employment.startedOn { throw Refusal(.affiliationBeforeEmployment) }
            if fact.effectiveOn < effectiveFrom { throw Refusal(.affiliationBeforeScheme) }
        case .exemption(let fact):
            if !schemes.knows(fact.scheme) { throw Refusal(.schemeUnknown) }
        case .temporaryCessation(let fact) where fact.cause == .childUnder12Availability:
            guard let childBornOn = fact.childBornOn else { throw Refusal(.absenceChildBirthDateMissing) }
            if fact.effectiveOn >= childBornOn.birthday(TemporaryCessation.childAgeLimit) { throw Refusal(.absenceChildTooOld) }
        case .portabilityStart(let fact):
            if let broken = rulesBroken(by: fact, from: transition.effectiveOn, at: walk).first { throw Refusal(broken) }
        case .portabilityEnd(let fact):
            guard let portability = walk.portability else { throw Refusal(.portabilityNotOpen) }
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
            if !isCovered(on: from.previous, in: place.line) { broken.append(.portabilityNotCoveredAtEnd) }
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
        case .suspended: return facts.continuation(of: piece)?.period.contains(day) ?? false
        case .outside, .exempt, .ended, .portability: return false
        }
    }
}
