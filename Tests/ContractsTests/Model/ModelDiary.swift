import Testing

/// A contract written down fact by fact in a test of the model.
final class ModelDiary {
    var contract: ModelContract
    var now: ModelInstant = "2026-04-20T09:00:00Z"

    init(_ scheme: ModelScheme = .education) {
        contract = ModelContract(scheme: scheme)
    }

    func accept(_ command: ModelCommand, at instant: ModelInstant? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
        now = instant ?? now
        let verdict = contract.submit(command, at: now)
        #expect(verdict.rule == nil, sourceLocation: sourceLocation)
    }

    func refuse(
        _ command: ModelCommand, _ rule: ModelRule, at instant: ModelInstant? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        now = instant ?? now
        let before = contract.events
        #expect(contract.submit(command, at: now) == .refused(rule), sourceLocation: sourceLocation)
        #expect(contract.events == before, sourceLocation: sourceLocation)
    }

    func known(at instant: ModelInstant? = nil) -> ModelHistory {
        ModelHistory(
            scheme: contract.scheme, recorded: contract.events.filter { $0.recordedAt <= instant ?? now }, knownAt: instant ?? now)
    }

    func holder(_ day: ModelDay, at instant: ModelInstant? = nil) -> String {
        let cover = known(at: instant).holderCover(on: day)
        return cover.basis.map { "\(cover.state.rawValue) \($0.rawValue)" } ?? cover.state.rawValue
    }

    func run(_ day: ModelDay) -> ModelRun { known().coverage(on: day).run }

    func beneficiary(_ person: ModelPerson, _ day: ModelDay) -> ModelCover.State? {
        known().persons[person].map { known().cover(of: $0, on: day).state }
    }

    /// Employer to insurer, agent to insurer, employer to agent.
    func due(_ month: ModelMonth, at instant: ModelInstant? = nil) -> [Int] {
        let answer = known(at: instant).cotisation(of: month)
        return [answer.employerToInsurerCents, answer.agentToInsurerCents, answer.employerToAgentCents]
    }
}

extension ModelCommand {
    static func affiliate(on day: ModelDay, option: ModelOption = .base, pay: Int = 250_000) -> ModelCommand {
        var affiliation = Affiliation(effectiveOn: day)
        affiliation.option = option
        affiliation.grossMonthlyPayCents = pay
        return .affiliate(affiliation)
    }

    static func portability(
        after lastDay: ModelDay, from: ModelDay = "2026-05-01", until benefitThrough: ModelDay? = nil
    ) -> ModelCommand {
        .startPortability(
            PortabilityStart(
                bulletin: Bulletin(lastDay: lastDay, activityPeriods: [Activity(from: from, through: lastDay)]),
                notification: Notification(opensOn: lastDay.next, benefitThrough: benefitThrough)))
    }

    static func child(_ person: ModelPerson, born: ModelDay, on day: ModelDay, status: Status? = nil) -> ModelCommand {
        .addBeneficiary(Joining(beneficiary: person, relation: .child, bornOn: born, effectiveOn: day, status: status))
    }

    static func unpaid(on day: ModelDay) -> ModelCommand { .suspend(effectiveOn: day, cause: .personalConvenience, income: .none) }

    static func proof(_ month: ModelMonth, lostOn: ModelDay? = nil) -> ModelCommand {
        .recordProof(Proof(month: month, compensated: lostOn == nil, lostOn: lostOn))
    }
}
