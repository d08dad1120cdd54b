import CivilTime

/// The facts of a known history that no rescission annuls, by kind.
struct FactsInForce: Sendable {
    /// By day, and within a day by order of recording.
    private(set) var transitions: [Transition] = []
    private(set) var affiliations: [Told<Affiliation>] = []
    private(set) var portabilityStarts: [Told<PortabilityStart>] = []
    private(set) var enrolments: [Told<Enrolment>] = []
    private(set) var statuses: [Told<StatusRecord>] = []
    private(set) var removals: [Told<Removal>] = []
    private(set) var continuationRequests: [Told<ContinuationRequest>] = []
    private(set) var continuationEnds: [Told<ContinuationEnd>] = []
    private(set) var proofs: [Told<Proof>] = []
    private(set) var options: Dated<Option> = Dated()
    private(set) var pay: Dated<Money> = Dated()
    private(set) var employers: Dated<String> = Dated()
    private(set) var mandates = Mandates()

    init(_ events: some Sequence<RecordedFact>) {
        // They are few, if any.
        let annulled = events.compactMap(\.rescinded)
        for event in events where annulled.isEmpty || !annulled.contains(event.version) { take(event) }
    }

    /// Takes one more fact, told after all others. A rescission is not taken: the others are to be taken again, without what it annuls.
    ///
    /// - Returns: the fact as a transition, if it is one.
    @discardableResult mutating func take(_ event: RecordedFact) -> Transition? {
        func told<Kind>(_ fact: Kind) -> Told<Kind> { Told(version: event.version, fact: fact) }
        let transition = Transition.of(event)
        if let transition {
            // Facts of one day stay in the order of recording.
            let place = transitions.lastIndex { $0.effectiveOn <= transition.effectiveOn }.map { $0 + 1 } ?? 0
            transitions.insert(transition, at: place)
        }
        switch event.fact {
        case .affiliation(let fact):
            affiliations.append(told(fact))
            options.tell(fact.option, from: fact.effectiveOn, event: event.version)
            employers.tell(fact.employer, from: fact.effectiveOn, event: event.version)
            pay.tell(fact.grossMonthlyPay, from: fact.effectiveOn, event: event.version)
        case .portabilityStart(let fact): portabilityStarts.append(told(fact))
        case .enrolment(let fact): enrolments.append(told(fact))
        case .statusRecord(let fact): statuses.append(told(fact))
        case .removal(let fact): removals.append(told(fact))
        case .continuationRequest(let fact): continuationRequests.append(told(fact))
        case .continuationEnd(let fact): continuationEnds.append(told(fact))
        case .proof(let fact): proofs.append(told(fact))
        case .optionChange(let fact): options.tell(fact.option, from: fact.effectiveOn, event: event.version, isChange: true)
        case .payDeclaration(let fact): pay.tell(fact.grossMonthlyPay, from: fact.effectiveOn, event: event.version)
        case .mandateRegistration(let fact): mandates.register(fact.mandateReference, from: fact.effectiveOn)
        case .mandateRevocation(let fact): mandates.revoke(fact.mandateReference, from: fact.effectiveOn)
        case .exemption, .suspension, .temporaryCessation, .resumption, .employmentEnd, .portabilityEnd, .rescission: break
        case .employerChange(let fact): employers.tell(fact.employer, from: fact.effectiveOn, event: event.version)
        // Recorded, and part of no answer.
        case .remoteTransmissionChange: break
        }
        return transition
    }
}

/// Values told one by one, each from a day on: of those that start together the one told last holds.
struct Dated<Value: Sendable>: Sendable {
    struct Entry: Sendable {
        let from: Day
        let event: Int
        let value: Value
        /// Whether it was told as a change of its own, not along with an affiliation.
        let isChange: Bool
    }

    /// By day, then by order of recording.
    private(set) var entries: [Entry] = []

    mutating func tell(_ value: Value, from day: Day, event: Int, isChange: Bool = false) {
        let place = entries.lastIndex { $0.from <= day }.map { $0 + 1 } ?? 0
        entries.insert(Entry(from: day, event: event, value: value, isChange: isChange), at: place)
    }

    /// What holds on the day looked at, of the entries that count.
    func on(_ glance: inout Glance, where counts: (Entry) -> Bool = { _ in true }) -> Entry? {
        var found: Entry?
        for entry in entries {
            guard glance.hasReached(entry.from) else { break }
            if counts(entry) { found = entry }
        }
        return found
    }
}

extension FactsInForce {
    /// The proof told of a month.
    func proof(of month: Month) -> Told<Proof>? { proofs.last { $0.fact.month == month } }
}
