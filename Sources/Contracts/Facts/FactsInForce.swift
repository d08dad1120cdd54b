import CivilTime

/// The facts of a known history that no rescission annuls, by kind.
struct FactsInForce: Sendable {
    private(set) var transitions: ByDay<Transition> = ByDay()
    private(set) var affiliations: ByDay<Recorded<Affiliation>> = ByDay()
    private(set) var portabilityStarts: [Recorded<PortabilityStart>] = []
    private(set) var enrolments: [Recorded<Enrolment>] = []
    private(set) var statuses: [Recorded<StatusRecord>] = []
    private(set) var removals: [Recorded<Removal>] = []
    private(set) var continuationRequests: ByDay<Recorded<ContinuationRequest>> = ByDay()
    private(set) var continuationEnds: ByDay<Recorded<ContinuationEnd>> = ByDay()
    private(set) var proofs: ByDay<Recorded<Proof>> = ByDay()
    private(set) var options: Dated<Option> = Dated()
    private(set) var pay: Dated<Money> = Dated()
    private(set) var employers: Dated<String> = Dated()
    private(set) var mandates = Mandates()
    private(set) var erasures: [Erasure] = []
    /// How many events of the history are rescissions.
    let rescissions: Int

    init(_ events: some Sequence<RecordedFact>) {
        let rescinded = events.compactMap(\.fact.annuls)
        rescissions = rescinded.count
        let annulled = rescinded.isEmpty ? [] : Set(rescinded)
        for event in events where annulled.isEmpty || !annulled.contains(event.version) { add(event) }
        sort()
    }

    /// Adds a fact, recorded after all others. A rescission is ignored here: the caller must rebuild the facts without the annulled one.
    ///
    /// - Returns: the fact as a transition, if it is one.
    @discardableResult mutating func take(_ event: RecordedFact) -> Transition? {
        defer { sort() }
        return add(event)
    }

    @discardableResult private mutating func add(_ event: RecordedFact) -> Transition? {
        func told<Kind>(_ fact: Kind) -> Recorded<Kind> { Recorded(version: event.version, fact: fact) }
        let transition = Transition.of(event)
        if let transition { transitions.add(transition) }
        switch event.fact {
        case .affiliation(let fact):
            affiliations.add(told(fact))
            options.tell(fact.option, from: fact.effectiveOn, event: event.version)
            employers.tell(fact.employer, from: fact.effectiveOn, event: event.version)
            pay.tell(fact.grossMonthlyPay, from: fact.effectiveOn, event: event.version)
        case .portabilityStart(let fact): portabilityStarts.append(told(fact))
        case .enrolment(let fact): enrolments.append(told(fact))
        case .statusRecord(let fact): statuses.append(told(fact))
        case .removal(let fact): removals.append(told(fact))
        case .continuationRequest(let fact): continuationRequests.add(told(fact))
        case .continuationEnd(let fact): continuationEnds.add(told(fact))
        case .proof(let fact): proofs.add(told(fact))
        case .optionChange(let fact): options.tell(fact.option, from: fact.effectiveOn, event: event.version, isChange: true)
        case .payDeclaration(let fact): pay.tell(fact.grossMonthlyPay, from: fact.effectiveOn, event: event.version)
        case .mandateRegistration(let fact): mandates.register(fact, event: event.version)
        case .mandateRevocation(let fact): mandates.revoke(fact.mandateReference, from: fact.effectiveOn, event: event.version)
        case .exemption, .suspension, .temporaryCessation, .resumption, .employmentEnd, .portabilityEnd, .rescission: break
        case .employerChange(let fact): employers.tell(fact.employer, from: fact.effectiveOn, event: event.version)
        case .erasure(let fact): erasures.append(fact)
        // Recorded, but used by no answer.
        case .remoteTransmissionChange: break
        }
        return transition
    }

    private mutating func sort() {
        transitions.sort()
        affiliations.sort()
        continuationRequests.sort()
        continuationEnds.sort()
        proofs.sort()
        options.sort()
        pay.sort()
        employers.sort()
        mandates.sort()
    }
}

extension FactsInForce {
    /// The proof of a month; the last if there are several.
    func proof(of month: Month) -> Recorded<Proof>? {
        proofs.from(month.firstDay).prefix { $0.fact.month == month }.last
    }

    /// The first day without compensation in a bounded period, according to its proofs.
    func loss(in period: Period) -> Day? {
        guard let from = period.from, let until = period.until else { return nil }
        // A loss is in the month of its proof.
        return proofs.from(Month(of: from).firstDay).prefix { $0.effectiveOn < until }.lazy.compactMap(\.fact.lostOn)
            .filter { period.contains($0) }.min()
    }

    /// The request to continue the absence that starts on a day; the first if there are several.
    func continuationRequest(from day: Day) -> Recorded<ContinuationRequest>? {
        continuationRequests.from(day).first.flatMap { $0.effectiveOn == day ? $0 : nil }
    }
}
