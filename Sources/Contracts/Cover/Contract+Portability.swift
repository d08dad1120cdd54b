import CivilTime

extension Contract {
    /// The proof of a month of a portability, if it was received. A proof of a loss covers only the days before the loss, so it does not
    /// count for a portability that starts on the day of the loss or later.
    func proof(of month: Month, in portability: Portability) -> Recorded<Proof>? {
        guard let proof = facts.proof(of: month), proof.fact.lostOn.map({ $0 > portability.from }) ?? true else { return nil }
        return proof
    }

    /// The state of a month's proof.
    func proofState(of month: Month, in portability: Portability) -> ProofState {
        proof(of: month, in: portability) == nil ? ProofState(unproven: proofDueThrough(month), asOf: asOf) : .proven
    }

    /// The last day on which a month's proof is in time.
    func proofDueThrough(_ month: Month) -> Day {
        let day = month.firstDay
        return month.adding(scheme(on: day).parameters.proofDueMonths.value(on: day)).lastDay
    }

    /// The holder's cover on the glance's day during portability, and the reasons for it.
    func portabilityGround(_ glance: inout Glance, in piece: StandingLine.Piece) -> Ground {
        let duration = Reason(.portabilityDuration, event: piece.event)
        guard let portability = portability(from: piece.from), glance.isIn(portability.days) else {
            return Ground(.none, duration)
        }
        let month = Month(of: glance.day)
        // Each month needs a proof of its own, so the answer may differ from the next month on.
        glance.lasts(until: month.next.firstDay)
        guard let proof = proof(of: month, in: portability) else {
            return Ground(pending: .unproven(dueThrough: proofDueThrough(month)), duration)
        }
        return Ground(Cover(.covered, .portability), duration, Reason(.proofProven, event: proof.version))
    }

    /// Whether the glance's day is a day of a portability.
    func isInPortability(_ glance: inout Glance) -> Bool {
        guard let piece = standing.on(&glance), piece.standing == .portability, let portability = portability(from: piece.from) else {
            return false
        }
        return glance.isIn(portability.days)
    }

    /// The portability that starts on a day.
    private func portability(from day: Day) -> Portability? {
        let place = portabilities.indices.searchFirst { portabilities[$0].from >= day }
        return place < portabilities.count && portabilities[place].from == day ? portabilities[place] : nil
    }

    /// Whether a proof repeats one on record.
    ///
    /// - Throws: the refusal of a new proof that breaks a rule.
    func isKnown(_ proof: Proof) throws(Refusal) -> Bool {
        if let recorded = facts.proof(of: proof.month) {
            guard recorded.fact == proof else { throw Refusal(.proofConflicting, conflictsWith: recorded.version) }
            return true
        }
        if facts.portabilityStarts.isEmpty { throw Refusal(.portabilityNotOpen) }
        let touched = portabilities.filter { $0.days.months?.contains(proof.month) ?? false }
        if touched.isEmpty { throw Refusal(.proofOutsideWindow, conflictsWith: course.cut(proof.month.firstDay...proof.month.lastDay)) }
        if let lostOn = proof.lostOn {
            guard proof.month.contains(lostOn) else { throw Refusal(.proofOutsideWindow, field: .lostOn) }
            guard touched.contains(where: { $0.days.contains(lostOn) }) else {
                throw Refusal(.proofOutsideWindow, conflictsWith: course.cut(lostOn...lostOn), field: .lostOn)
            }
        }
        return false
    }
}
