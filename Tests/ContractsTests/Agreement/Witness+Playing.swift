import CivilTime
import Contracts

extension Witness {
    /// A witness that recorded the same events, and decided nothing itself.
    init(recorded: [ModelEvent], scheme: ModelScheme) throws {
        try self.init(scheme: scheme)
        for event in recorded {
            events.append(RecordedFact(version: event.version, recordedAt: event.recordedAt.told, fact: event.command.fact))
        }
    }

    /// A witness that was told a whole life.
    init(life: Life) throws {
        try self.init(scheme: life.scheme)
        for step in life.steps { _ = submit(step.command, at: step.at) }
    }

    /// Everything that is answered about some days and their months, known at an instant, to be compared.
    func answers(on days: [ModelDay], knownAt instant: ModelInstant) throws -> [Answers] {
        guard let contract = try contract(knownAt: instant) else { return [] }
        return days.map { day in
            var coverage = contract.modelCoverage(on: day)
            coverage.beneficiaries.sort { $0.beneficiary < $1.beneficiary }
            var eligibility = contract.modelEligibility(on: day)
            eligibility.beneficiaries.sort { $0.beneficiary < $1.beneficiary }
            let cotisation = contract.modelCotisation(of: ModelMonth(containing: day))
            return Answers(on: day, coverage: coverage, cotisation: cotisation, eligibility: eligibility)
        }
    }

    struct Answers: Equatable {
        var on: ModelDay
        var coverage: ModelCoverage
        var cotisation: ModelCotisation
        var eligibility: ModelEligibility
    }
}

/// The first difference between two lists of answers.
func difference(_ expected: [Witness.Answers], _ actual: [Witness.Answers]) -> String? {
    for (expected, actual) in zip(expected, actual) where expected != actual {
        return "on \(expected.on)\n  \(expected)\n  \(actual)"
    }
    return expected.count == actual.count ? nil : "\(expected.count) answers, and \(actual.count)"
}

extension Life {
    /// The days of the life, their neighbours, and a few that follow from them.
    var daysToCompare: [ModelDay] {
        var result = Set(days)
        for day in days {
            result.formUnion([day.previous, day.next, day.adding(days: 31), day.adding(months: 4), day.adding(months: 12)])
        }
        return result.sorted()
    }
}
