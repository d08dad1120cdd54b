import CivilTime

extension Course {
    /// Checks a transition after a standing: first by the table, then by its own rules.
    ///
    /// - Throws: the rule that is broken.
    func check(_ transition: Transition, after line: StandingLine) throws(Refusal) {
        _ = try line.standing(after: transition)
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
            guard let broken = rulesBroken(by: fact, from: from, after: line).first else { return }
            throw Refusal(broken, conflictsWith: fact.isAtFault(for: broken) ? nil : conflict(with: broken, from: from, after: line))
        case .portabilityEnd(let fact):
            guard let portability = line.lastPortability else { throw Refusal(.portabilityNotOpen, conflictsWith: line.lastEvent) }
            let window = window(of: portability.start, from: portability.from)
            guard fact.effectiveOn >= portability.from, fact.effectiveOn <= window.until else {
                throw Refusal(.portabilityNotOpen, conflictsWith: line.lastEvent)
            }
        // The table checks these completely.
        case .suspension, .temporaryCessation, .resumption, .employmentEnd: break
        // These are not transitions.
        case .enrolment, .statusRecord, .removal, .continuationRequest, .continuationEnd, .proof, .optionChange, .payDeclaration,
            .employerChange, .remoteTransmissionChange, .mandateRegistration, .mandateRevocation, .rescission, .erasure:
            break
        }
    }

    /// The rules that a start of portability breaks after a standing, in order.
    func rulesBroken(by start: PortabilityStart, from: Day, after line: StandingLine) -> [Rule] {
        var broken: [Rule] = []
        if start.bulletin == nil { broken.append(.portabilityBulletinMissing) }
        if line.last == .portability { broken.append(.portabilityAlreadyStarted) }
        if line.last == .ended, let end = line.pieces.last?.employmentEnd, end.effectiveOn == from {
            if start.retired || end.reason == .retirement || end.reason == .death { broken.append(.portabilityRetired) }
            if !isCovered(on: from.previous, in: line) { broken.append(.portabilityNotCoveredAtEnd) }
        } else if line.last != .portability {
            broken.append(.portabilityEmploymentNotEnded)
        }
        if start.notification == nil { broken.append(.portabilityNotificationMissing) }
        return broken
    }

    /// The version of the fact that makes a portability from this day on break a rule.
    private func conflict(with rule: Rule, from: Day, after line: StandingLine) -> Int? {
        switch rule {
        case .portabilityRetired:
            facts.transitions.all.last { transition in
                if case .employmentEnd = transition.fact { transition.effectiveOn == from } else { false }
            }?.event
        case .portabilityNotCoveredAtEnd:
            line.piece(on: from.previous).map { facts.endOfContinuation(of: $0, on: from.previous) ?? $0.event }
        default: line.lastEvent
        }
    }

    /// Whether the holder is covered on a day as an employed agent, continuation included.
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
    /// Whether the start breaks the rule by its own content, independently of the history.
    fileprivate func isAtFault(for rule: Rule) -> Bool {
        switch rule {
        case .portabilityBulletinMissing, .portabilityNotificationMissing: true
        case .portabilityRetired: retired
        default: false
        }
    }
}
