import CivilTime

/// The trial facts of one kind for a day.
struct Candidates {
    /// The field in which the facts differ; `nil` for a single fact.
    let field: BodyField?
    /// The facts, each with its value of the field.
    let facts: [(Permission.Choice, Fact)]
    /// Fallback facts, newest first. When all of `facts` are refused, they are tried until one is accepted.
    var others: [(Permission.Choice, Fact)] = []
    /// The field in which `others` differ from `facts`.
    var otherField: BodyField?

    /// The most fallback facts that are tried: each costs a decision.
    static let mostOthers = 20

    private init(_ field: BodyField, _ facts: [(Permission.Choice, Fact)]) {
        self.field = field
        self.facts = facts
    }

    private init(_ field: BodyField, _ facts: [(Permission.Choice, Fact)], others: [(Permission.Choice, Fact)], in otherField: BodyField) {
        self.init(field, facts)
        self.others = others
        self.otherField = otherField
    }

    private init(_ fact: Fact) {
        field = nil
        facts = [(.any, fact)]
    }

    init(of kind: FactKind, for day: Day, in contract: Contract) {
        switch kind {
        case .affiliation:
            self.init(
                .scheme,
                contract.schemeNames.map { name in
                    (
                        .scheme(name),
                        .affiliation(
                            Affiliation(
                                scheme: name, effectiveOn: day, employer: "", employment: Employment(kind: .contractual, startedOn: day),
                                bornOn: day, option: .base, grossMonthlyPay: .zero))
                    )
                })
        case .exemption:
            self.init(
                .scheme,
                contract.schemeNames.map { name in
                    (
                        .scheme(name),
                        .exemption(Exemption(scheme: name, effectiveOn: day, ground: .stateComplementaryCover, swornStatementOn: day))
                    )
                })
        case .enrolment: self.init(.beneficiary, contract.joinings(on: day))
        case .statusRecord:
            self.init(
                .beneficiary,
                contract.knownPeople.map { id in
                    (.beneficiary(id), .statusRecord(StatusRecord(beneficiary: id, status: BeneficiaryStatus(kind: .student, from: day))))
                })
        case .removal:
            self.init(
                .beneficiary,
                contract.knownPeople.map { (.beneficiary($0), .removal(Removal(beneficiary: $0, effectiveOn: day, reason: ""))) })
        case .suspension:
            self.init(
                .income,
                Suspension.Income.allCases.map {
                    (.income($0), .suspension(Suspension(effectiveOn: day, cause: .own(.other), income: $0)))
                })
        case .temporaryCessation:
            self.init(
                .cause,
                TemporaryCessation.Cause.allCases.map {
                    (.cause($0), .temporaryCessation(TemporaryCessation(effectiveOn: day, cause: $0, childBornOn: day)))
                })
        case .continuationRequest:
            let absences = contract.unpaidAbsences(near: day)
            let others = contract.unpaidAbsences(besides: absences)
            self.init(
                absences.count > 1 ? .suspensionFrom : .requestedOn, contract.requests(for: absences, on: day),
                others: others.flatMap { contract.requests(for: [$0], on: day).suffix(1) }, in: .suspensionFrom)
        case .continuationEnd: self.init(.continuationEnd(ContinuationEnd(effectiveOn: day, reason: "")))
        case .resumption: self.init(.resumption(Resumption(effectiveOn: day)))
        case .employmentEnd: self.init(.employmentEnd(EmploymentEnd(lastDay: day, reason: .endOfContract)))
        case .portabilityStart:
            let lastDays = contract.lastDays(near: day)
            self.init(
                .bulletinLastDay, contract.portabilityStarts(after: lastDays.isEmpty ? [day] : lastDays),
                others: contract.portabilityStarts(after: contract.lastDays(besides: lastDays)), in: .bulletinLastDay)
        case .proof:
            let months = contract.monthsToProve(around: day)
            self.init(.month, contract.proofs(of: months), others: contract.proofs(of: contract.monthsToProve(besides: months)), in: .month)
        case .portabilityEnd: self.init(.portabilityEnd(PortabilityEnd(effectiveOn: day, reason: .request)))
        case .optionChange: self.init(.optionChange(OptionChange(effectiveOn: day, option: .base)))
        case .payDeclaration: self.init(.payDeclaration(PayDeclaration(effectiveOn: day, grossMonthlyPay: .zero)))
        case .employerChange: self.init(.employerChange(EmployerChange(effectiveOn: day, employer: "")))
        case .remoteTransmissionChange:
            self.init(.remoteTransmissionChange(RemoteTransmissionChange(effectiveOn: day, remoteTransmission: true)))
        case .mandateRegistration:
            self.init(.mandateRegistration(MandateRegistration(effectiveOn: day, mandateReference: "", signedOn: day)))
        case .mandateRevocation:
            let references = contract.facts.mandates.references
            self.init(
                .mandateReference,
                (references.isEmpty ? [""] : references).map {
                    (.mandate($0), .mandateRevocation(MandateRevocation(effectiveOn: day, mandateReference: $0)))
                })
        case .rescission:
            let rescissions = contract.versionsToAnnul.map { version -> (Permission.Choice, Fact) in
                (.version(version), .rescission(Rescission(version: version, reason: "")))
            }
            self.init(.version, Array(rescissions.prefix(1)), others: Array(rescissions.dropFirst()), in: .version)
        }
    }
}

extension Contract {
    /// The names of all schemes; an unknown name if there are no schemes.
    fileprivate var schemeNames: [String] { schemes.names.isEmpty ? [""] : schemes.names }

    /// An identifier that is unused in the contract.
    private var newPerson: BeneficiaryID {
        let known = Set(facts.enrolments.map(\.fact.beneficiary))
        var bits: UInt128 = 0
        while known.contains(BeneficiaryID(bits: bits)) { bits += 1 }
        return BeneficiaryID(bits: bits)
    }

    /// The beneficiaries that a status or a removal may name; an unknown one when there are none.
    fileprivate var knownPeople: [BeneficiaryID] { beneficiaries.isEmpty ? [newPerson] : beneficiaries.map(\.id) }

    /// Enrolments of a new child, of a new partner, and of each known beneficiary who is not enrolled on the day.
    fileprivate func joinings(on day: Day) -> [(Permission.Choice, Fact)] {
        func joining(_ id: BeneficiaryID, _ relation: Relation, born: Day, _ status: BeneficiaryStatus? = nil) -> Fact {
            .enrolment(
                Enrolment(
                    beneficiary: id, relation: relation, bornOn: born, fiscallyDependent: true, effectiveOn: day, status: status))
        }
        let new = newPerson
        return [Relation.child, .spouse].map { (.newBeneficiary($0), joining(new, $0, born: day)) }
            + beneficiaries.filter { $0.enrolment(on: day) == nil }.flatMap { person -> [(Permission.Choice, Fact)] in
                let plain = joining(person.id, person.relation, born: person.bornOn)
                if person.relation.isPartner || !isRefused(plain, by: .beneficiaryNotEligible) { return [(.beneficiary(person.id), plain)] }
                // A child who has reached the age limit may join again with a status: a disability has no age limit.
                let status = BeneficiaryStatus(kind: .disabled, from: day, cdaph: true, evidence: .aah)
                return [
                    (.beneficiary(person.id), plain),
                    (.beneficiaryWithStatus(person.id), joining(person.id, person.relation, born: person.bornOn, status)),
                ]
            }
    }

    private func isRefused(_ fact: Fact, by rule: Rule) -> Bool {
        do throws(Refusal) {
            _ = try decide([fact])
            return false
        } catch { return error.rule == rule }
    }

    /// The first days of the unpaid absences near a day; the day itself when there are none.
    fileprivate func unpaidAbsences(near day: Day) -> [Day] {
        let absences = standing.pieces(near: day) { $0.standing == .suspended }.map(\.from)
        return absences.isEmpty ? [day] : absences
    }

    /// The first days of the unpaid absences that are not in `near`, newest first.
    fileprivate func unpaidAbsences(besides near: [Day]) -> [Day] {
        standing.pieces.reversed().filter { $0.standing == .suspended && !near.contains($0.from) }.map(\.from)
    }

    /// A request for each absence, sent on the day. If that is too late, also one sent on the last day in time.
    fileprivate func requests(for absences: [Day], on day: Day) -> [(Permission.Choice, Fact)] {
        absences.flatMap { first in
            let last = version == 0 ? day : continuationDeadline(of: first)
            let sent = day > last ? [day, last] : [day]
            return sent.map { sent -> (Permission.Choice, Fact) in
                (
                    .absence(from: first, requestedOn: sent),
                    .continuationRequest(ContinuationRequest(suspensionFrom: first, requestedOn: sent))
                )
            }
        }
    }

    /// The last days of the employments that end near a day.
    fileprivate func lastDays(near day: Day) -> [Day] {
        lastDays(of: standing.pieces(near: day) { $0.standing == .ended || $0.standing == .portability })
    }

    /// The last days of the employments that are not in `near`, newest first.
    fileprivate func lastDays(besides near: [Day]) -> [Day] {
        lastDays(of: standing.pieces.reversed().filter { $0.standing == .ended || $0.standing == .portability })
            .filter { !near.contains($0) }
    }

    private func lastDays(of ends: [StandingLine.Piece]) -> [Day] {
        var lastDays: [Day] = []
        for end in ends {
            if let last = end.employmentEnd?.lastDay, !lastDays.contains(last) { lastDays.append(last) }
        }
        return lastDays
    }

    /// A start of portability after each employment.
    fileprivate func portabilityStarts(after lastDays: [Day]) -> [(Permission.Choice, Fact)] {
        lastDays.map { last in
            let bulletin = PortabilityStart.Bulletin(lastDay: last, activityPeriods: [.init(from: last, through: last)])
            let start = PortabilityStart(bulletin: bulletin, notification: .init(opensOn: last.next), retired: false)
            return (.lastDay(last), .portabilityStart(start))
        }
    }

    /// The months of the portabilities near the day; the month of the day when there are none.
    fileprivate func monthsToProve(around day: Day) -> [Month] {
        let starts = standing.pieces(near: day) { $0.standing == .portability }.map(\.from)
        let months = portabilities.filter { starts.contains($0.from) }.flatMap(\.monthsToProve)
        return months.isEmpty ? [Month(of: day)] : Set(months).sorted()
    }

    /// The months of all portabilities that are not in `near`, newest first.
    fileprivate func monthsToProve(besides near: [Month]) -> [Month] {
        Set(portabilities.flatMap(\.monthsToProve)).subtracting(near).sorted(by: >)
    }

    fileprivate func proofs(of months: [Month]) -> [(Permission.Choice, Fact)] {
        months.map { (.month($0), .proof(Proof(month: $0))) }
    }

    /// The events that are not annulled yet: first an unlawful transition, then the last transition, then the newest events.
    ///
    /// No other transition depends on the last one. When all events are annulled, only the newest is returned.
    fileprivate var versionsToAnnul: [Int] {
        let annulled = Set(rescissions.keys)
        let left = events.filter { !$0.fact.isFinal && !annulled.contains($0.version) }.map(\.version)
        if left.isEmpty { return [(events.last { !$0.fact.isFinal } ?? events.last)?.version ?? 1] }
        let first = [course.unlawful?.transition.event, facts.transitions.all.last?.event].compactMap(\.self)
        return first + left.reversed().filter { !first.contains($0) }
    }
}

extension StandingLine {
    /// The piece of a day, if it satisfies a condition. Otherwise the nearest pieces before and after that satisfy it.
    func pieces(near day: Day, where condition: (Piece) -> Bool) -> [Piece] {
        let next = pieces.indices.searchFirst { pieces[$0].from > day }
        if next > 0, condition(pieces[next - 1]) { return [pieces[next - 1]] }
        return [pieces[..<next].last(where: condition), pieces[next...].first(where: condition)].compactMap(\.self)
    }
}
