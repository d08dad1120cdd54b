import CivilTime

/// What becomes of a command that is lawful.
public enum Decision: Hashable, Sendable {
    /// The fact is new: it is to be recorded.
    case record(Fact)
    /// The fact is known already: nothing is recorded, and that is no error.
    case nothingNew
}

extension Contract {
    /// Whether a fact, told now, may be recorded.
    ///
    /// The contract must be known at the present instant. Transitions are lawful only as a whole: of the history with the fact, the first
    /// that would not be lawful refuses it, be it the fact itself or a later one.
    ///
    /// - Throws: the first rule broken, in the order of the rules.
    public func decide(_ fact: Fact) throws(Refusal) -> Decision {
        guard version > 0 || fact.mayOpenContract else { throw Refusal(.contractUnknown) }
        switch fact {
        case .suspension(let suspension):
            if case .closedList = suspension.cause { throw Refusal(.absenceClassification) }
        case .portabilityStart(let start):
            if start.bulletin == nil { throw Refusal(.portabilityBulletinMissing) }
        case .enrolment(let enrolment): try check(enrolment)
        case .statusRecord(let record): try check(known: record.beneficiary)
        case .removal(let removal): try check(removal)
        case .continuationRequest(let request): try check(request)
        case .continuationEnd(let end): try check(end)
        case .proof(let proof):
            if try isKnown(proof) { return .nothingNew }
        case .optionChange(let change): try check(change)
        case .rescission(let rescission): try check(rescission)
        case .affiliation, .exemption, .temporaryCessation, .resumption, .employmentEnd, .portabilityEnd: break
        case .payDeclaration, .employerChange, .remoteTransmissionChange, .mandateRegistration, .mandateRevocation: break
        }
        try course.check(told(fact), after: events, knownAt: knownAt)
        return .record(fact)
    }

    private func check(_ change: OptionChange) throws(Refusal) {
        let standing = standing[change.effectiveOn]
        if standing == .portability { throw Refusal(.optionFrozen) }
        guard standing.isEmployed else { throw Refusal(.contractNotInForce) }
    }

    private func check(_ rescission: Rescission) throws(Refusal) {
        guard let target = events.first(where: { $0.version == rescission.version }) else { throw Refusal(.rescissionTarget) }
        if case .rescission = target.fact { throw Refusal(.rescissionTarget) }
        for event in events {
            if case .rescission(let other) = event.fact, other.version == rescission.version { throw Refusal(.rescissionAlreadyRescinded) }
        }
    }
}
