import CivilTime

extension Contract {
    /// All present and future deadlines, in order.
    func deadlines(_ lines: Lines, _ liabilities: MonthLine<Situation.Liability>) -> [Deadline] {
        var deadlines = portabilities.flatMap(proofDeadlines) + standing.pieces.compactMap(deadline(in:))
        for (place, beneficiary) in lines.beneficiaries.enumerated() {
            deadlines += rightDeadlines(of: beneficiary, lines.rights[place], lines.covers[place])
        }
        deadlines += mandateDeadlines(liabilities)
        // Deadlines after the end of the calendar are dropped.
        deadlines.removeAll { $0.dueOn > Day.calendar.upperBound }
        deadlines.sort { ($0.dueOn, $0.kind.place) < ($1.dueOn, $1.kind.place) }
        var once: [Deadline] = []
        for deadline in deadlines {
            let alike = once.reversed().prefix { $0.dueOn == deadline.dueOn && $0.kind == deadline.kind }
            if !alike.contains(deadline) { once.append(deadline) }
        }
        return once
    }

    /// The months of a portability without proof.
    private func proofDeadlines(of portability: Portability) -> [Deadline] {
        portability.monthsToProve.filter { proof(of: $0, in: portability) == nil }
            .map { Deadline(kind: .proof, dueOn: proofDueThrough($0), relevantThrough: nil) }
    }

    /// The deadline of a piece of the standing: to request a continuation, a child's twelfth birthday, or the end of an exemption.
    private func deadline(in piece: StandingLine.Piece) -> Deadline? {
        switch piece.standing {
        case .suspended:
            guard let last = lastDayToRequestContinuation(of: piece) else { return nil }
            return Deadline(kind: .continuationDeadline, dueOn: last, relevantThrough: last)
        case .temporaryCessation:
            guard case .temporaryCessation(let fact) = piece.transition.fact, fact.cause == .childUnder12Availability,
                let birthday = fact.childBornOn?.birthday(TemporaryCessation.childAgeLimit), piece.period.contains(birthday)
            else { return nil }
            return Deadline(kind: .childReaching12, dueOn: birthday, relevantThrough: piece.period.through)
        case .exempt:
            guard let over = exemption(of: piece), over > piece.from, piece.period.contains(over) else { return nil }
            return Deadline(kind: .exemptionExpiring, dueOn: over.previous, relevantThrough: piece.period.through)
        case .outside, .active, .paidAbsence, .ended, .portability: return nil
        }
    }

    /// The last days of a beneficiary's right that age or a status ends, where they lose a cover.
    private func rightDeadlines(
        of beneficiary: Beneficiary, _ rights: Timeline<Bool>, _ cover: Timeline<PendingCover>
    ) -> [Deadline] {
        rights.pieces.compactMap { right in
            guard right.value, let last = right.period.through, let kind = endOfRight(of: beneficiary, after: last),
                cover[last] != .none
            else { return nil }
            return Deadline(kind: kind, beneficiary: beneficiary.id, dueOn: last, relevantThrough: last)
        }
    }

    /// Each run of months without a mandate, due on the deciding day of its first month. A mandate that starts later also collects earlier
    /// months.
    private func mandateDeadlines(_ liabilities: MonthLine<Situation.Liability>) -> [Deadline] {
        guard let end = facts.mandates.end else { return [] }
        // The first day of the first month that no mandate collects.
        let first = Month(of: end.previous).next.firstDay
        var deadlines: [Deadline] = []
        var wasMissing = false
        let changes = liabilities.days.changes
        for (place, change) in changes.enumerated() {
            var dueOn = change.on.adding(days: change.value.dayOfMonth - 1)
            var isMissing = change.value.collection.mandateMissing
            if isMissing, dueOn < end {
                dueOn = first
                isMissing = place + 1 == changes.count || first < changes[place + 1].on
            }
            if isMissing && !wasMissing { deadlines.append(Deadline(kind: .mandateMissing, dueOn: dueOn, relevantThrough: nil)) }
            wasMissing = isMissing
        }
        return deadlines
    }
}

extension Deadline.Kind {
    /// The order among all kinds.
    var place: Int {
        switch self {
        case .proof: 0
        case .continuationDeadline: 1
        case .beneficiaryAgeLimit: 2
        case .statusExpiring: 3
        case .childReaching12: 4
        case .mandateMissing: 5
        case .exemptionExpiring: 6
        }
    }
}
