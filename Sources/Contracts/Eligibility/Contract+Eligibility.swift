public import CivilTime

extension Contract {
    /// What the holder and each beneficiary may claim or request on a day.
    public func eligibility(on day: Day) -> Eligibility { eligibility(on: day, lines) }

    /// The same, from lines that are already drawn.
    public func eligibility(on day: Day, _ lines: Lines) -> Eligibility {
        Eligibility(
            continuation: continuationRight(on: day),
            portability: portabilityRight(on: day),
            beneficiaries: zip(lines.beneficiaries, lines.rights).map { right(of: $0, $1, on: day) },
            services: scheme(on: day).scheme.services.map { service in
                Eligibility.ServiceRight(service: service, available: cover(on: day).isInForce)
            })
    }

    /// True during an unpaid absence up to its deadline, while there is no request.
    private func continuationRight(on day: Day) -> Eligibility.ContinuationRight {
        guard let piece = standing.piece(on: day), piece.standing == .suspended else {
            return Eligibility.ContinuationRight(eligible: false, through: nil, because: [Reason(.continuationNoSuspension)])
        }
        if let continuation = continuation(of: piece) {
            let because = [Reason(.continuationAlreadyRequested, event: continuation.request)]
            return Eligibility.ContinuationRight(eligible: false, through: nil, because: because)
        }
        var glance = Glance(day)
        let eligible = mayRequestContinuation(&glance)
        return Eligibility.ContinuationRight(
            eligible: eligible, through: eligible ? continuationDeadline(of: piece.from) : nil,
            because: [Reason(.continuationDeadline, event: piece.event)])
    }

    private func portabilityRight(on day: Day) -> Eligibility.PortabilityRight {
        let started = portabilities.last { $0.from <= day }
        let missing = standing[day] == .portability ? [] : rulesStillBroken(on: day)
        var glance = Glance(day)
        return Eligibility.PortabilityRight(
            eligible: isInPortability(&glance),
            missing: missing,
            started: started.map { portability in
                Eligibility.Started(
                    days: portability.days, months: portability.months,
                    proofs: portability.monthsToProve.map {
                        Eligibility.MonthlyProof(month: $0, state: proofState(of: $0, in: portability), dueThrough: proofDueThrough($0))
                    })
            },
            because: started.map { [Reason(.portabilityDuration, event: $0.event)] } ?? missing.map { Reason($0) })
    }

    /// The rules that a start of portability would still break on a day, and the papers still missing. After employment the rules are
    /// checked at the start's place in the history, the day after the last day of employment.
    private func rulesStillBroken(on day: Day) -> [Rule] {
        let ended = standing.piece(on: day).flatMap { $0.standing == .ended ? $0.employmentEnd?.effectiveOn : nil }
        let place = ended ?? day
        var line = StandingLine()
        for transition in facts.transitions.all.prefix(while: { $0.effectiveOn <= place }) { line.take(transition) }
        return course.rulesBroken(by: PortabilityStart(bulletin: nil, notification: nil, retired: false), from: place, after: line)
    }

    private func right(of beneficiary: Beneficiary, _ right: Timeline<Bool>, on day: Day) -> Eligibility.BeneficiaryRight {
        let piece = right.piece(around: day)
        return Eligibility.BeneficiaryRight(
            beneficiary: beneficiary.id, eligible: piece.value, through: piece.value ? piece.period.through : nil,
            because: rightReasons(of: beneficiary, on: day))
    }
}
