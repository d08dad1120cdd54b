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
            let from = transition.effectiveOn
            guard let broken = rulesBroken(by: fact, from: from, at: walk).first else { return }
            throw Refusal(broken, conflictsWith: fact.isAtFault(for: broken) ? nil : conflict(with: broken, from: from))
        case .portabilityEnd(let fact):
            guard let portability = walk.portability else { throw Refusal(.portabilityNotOpen, conflictsWith: walk.lastEvent) }
            let window = window(of: portability.start, from: portability.from)
            guard fact.effectiveOn >= portability.from, fact.effectiveOn <= window.until else {
                throw Refusal(.portabilityNotOpen, conflictsWith: walk.lastEvent)
            }
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

    /// The version of the fact because of which a portability from this day on breaks a rule.
    private func conflict(with rule: Rule, from: Day) -> Int? {
        switch rule {
        case .portabilityRetired:
            facts.transitions.all.last { transition in
                if case .employmentEnd = transition.fact { transition.effectiveOn == from } else { false }
            }?.event
        case .portabilityNotCoveredAtEnd:
            walk.line.piece(on: from.previous).map { facts.endOfContinuation(of: $0, on: from.previous) ?? $0.event }
        default: walk.lastEvent
        }
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

extension PortabilityStart {
    /// Whether it breaks a rule by what it says itself, whatever was told before.
    fileprivate func isAtFault(for rule: Rule) -> Bool {
        switch rule {
        case .portabilityBulletinMissing, .portabilityNotificationMissing: true
        case .portabilityRetired: retired
        default: false
        }
    }
}
