import CivilTime
import Contracts

/// A contract of the domain that is told and asked the same things as a model, in the model's words.
struct Witness {
    let schemes: Schemes
    var limits = ContractLimits.none
    var events: [RecordedFact] = []

    init(scheme: ModelScheme) throws {
        schemes = Schemes([try scheme.scheme()])
    }

    mutating func submit(_ command: ModelCommand, at instant: ModelInstant) -> ModelContract.Verdict {
        do throws(Refusal) {
            if case .correct = command, events.isEmpty { return .refused(.contractUnknown) }
            let facts = try Contract(events: events, knownAt: instant.told, schemes: schemes).decide(command.facts, within: limits)
            for fact in facts { events.append(RecordedFact(version: events.count + 1, recordedAt: instant.told, fact: fact)) }
            return facts.isEmpty ? .unchanged : .accepted(version: events.count)
        } catch {
            return .refused(named(error.rule))
        }
    }

    /// What is known at an instant; nil when the contract is not.
    func contract(knownAt instant: ModelInstant) throws -> Contract? {
        let contract = try Contract(events: events, knownAt: instant.told, schemes: schemes)
        return contract.version == 0 ? nil : contract
    }

    func contract(atVersion version: Int) throws -> Contract? {
        try Contract(events: events, version: version, schemes: schemes)
    }
}

extension Contract {
    func modelCoverage(on day: ModelDay) -> ModelCoverage {
        ModelCoverage(
            holder: ModelCover(cover(on: day.told)),
            option: option(on: day.told).map { named($0) },
            run: ModelRun(cover.piece(around: day.told).period),
            beneficiaries: beneficiaries.map { beneficiary in
                ModelCoverage.Beneficiary(
                    beneficiary: Int(beneficiary.id.bits),
                    relation: named(beneficiary.relation),
                    cover: ModelCover(cover(of: beneficiary, on: day.told)),
                    run: ModelRun(cover(of: beneficiary).piece(around: day.told).period))
            })
    }

    func modelCotisation(of month: ModelMonth) -> ModelCotisation {
        let answer = cotisation(of: month.told)
        return ModelCotisation(
            standing: named(answer.standing),
            employerToInsurerCents: answer.due.employerToInsurer.cents,
            agentToInsurerCents: answer.due.agentToInsurer.cents,
            employerToAgentCents: answer.due.employerToAgent.cents,
            method: named(answer.collection.method),
            mandateMissing: answer.collection.mandateMissing,
            unconfirmed: Set(answer.unconfirmed).intersection(ModelCotisation.moneyParameters))
    }

    func modelEligibility(on day: ModelDay) -> ModelEligibility {
        let answer = eligibility(on: day.told)
        let started = answer.portability.started
        return ModelEligibility(
            continuation: .init(eligible: answer.continuation.eligible, through: answer.continuation.through.map { ModelDay($0) }),
            portability: .init(
                eligible: answer.portability.eligible,
                missing: answer.portability.missing.map { named($0) },
                from: started?.days.from.map { ModelDay($0) },
                through: started.flatMap { $0.days.isEmpty ? nil : $0.days.through.map { ModelDay($0) } },
                months: started?.months,
                proofs: (started?.proofs ?? []).map {
                    .init(month: ModelMonth($0.month), state: named($0.state), dueThrough: ModelDay($0.dueThrough))
                }),
            beneficiaries: answer.beneficiaries.map {
                .init(beneficiary: Int($0.beneficiary.bits), eligible: $0.eligible, through: $0.through.map { ModelDay($0) })
            })
    }
}

extension ModelCover {
    init(_ cover: Cover) {
        self.init(state: named(cover.state), basis: cover.basis.map { named($0) })
    }
}

extension ModelRun {
    init(_ period: Period) {
        self.init(from: period.from.map { ModelDay($0) }, through: period.through.map { ModelDay($0) })
    }
}

extension ModelCotisation {
    static let moneyParameters: Set<String> = [
        "balanceCotisationCents", "employerRate", "agentFixedRate", "solidarityRate", "payCeilingCents", "optionPriceCents",
        "optionEmployerRate", "optionEmployerCapCents", "beneficiaryPriceCents",
    ]
}
