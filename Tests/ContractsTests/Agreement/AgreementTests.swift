import CivilTime
import Contracts
import Testing

/// The domain against the naive model, on random lives.
@Suite struct AgreementTests {
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `both decide every command alike, and refuse by the same rule`(seed: UInt64) {
        check(runs: 500, seed: seed, { Life.draw(&$0) }) { life in
            objection {
                var witness = try Witness(scheme: life.scheme)
                for (index, (step, expected)) in zip(life.steps, life.verdicts).enumerated() {
                    let actual = witness.submit(step.command, at: step.at)
                    if expected != actual { return "step \(index + 1): model \(expected), contract \(actual)" }
                }
                return nil
            }
        }
    }

    @Test(arguments: 5...6 as ClosedRange<UInt64>)
    func `both keep a contract within limits alike`(seed: UInt64) {
        var full = 0
        check(runs: 300, seed: seed, { (Life.draw(&$0), $0.number(in: 1...9), $0.number(in: 0...2)) }) { life, facts, beneficiaries in
            objection {
                var model = ModelContract(scheme: life.scheme)
                model.limits = (facts, beneficiaries)
                var witness = try Witness(scheme: life.scheme)
                witness.limits = ContractLimits(facts: facts, beneficiaries: beneficiaries)
                for (index, step) in life.steps.enumerated() {
                    let (expected, actual) = (model.submit(step.command, at: step.at), witness.submit(step.command, at: step.at))
                    if expected != actual { return "step \(index + 1): model \(expected), contract \(actual)" }
                    if expected.rule == .contractFull { full += 1 }
                }
                return nil
            }
        }
        #expect(full > 100)
    }

    @Test(arguments: 11...14 as ClosedRange<UInt64>)
    func `both answer every question alike, on any day, known at any instant`(seed: UInt64) {
        check(runs: 100, seed: seed, { Inquiry.draw(&$0) }) { inquiry in
            objection {
                let life = inquiry.life
                let model = life.model
                let witness = try Witness(recorded: model.events, scheme: life.scheme)
                for question in inquiry.questions {
                    let known = question.version.map { model.history(atVersion: $0) } ?? model.history(knownAt: question.knownAt)
                    let contract =
                        try question.version.map { try witness.contract(atVersion: $0) } ?? witness.contract(knownAt: question.knownAt)
                    guard let known, let contract else {
                        if known == nil && contract == nil { continue }
                        return "\(question): only one of both knows the contract"
                    }
                    if let difference = difference(question.on, known, contract) { return "\(question): \(difference)" }
                }
                return nil
            }
        }
    }

    private func difference(_ day: ModelDay, _ known: ModelHistory, _ contract: Contract) -> String? {
        func compare<Answer: Equatable>(_ name: String, _ model: Answer, _ contract: Answer) -> String? {
            model == contract ? nil : "\(name)\n  model    \(model)\n  contract \(contract)"
        }
        let coverage = known.coverage(on: day)
        let actual = contract.modelCoverage(on: day)
        let eligibility = known.eligibility(on: day)
        let actualEligibility = contract.modelEligibility(on: day)
        let month = ModelMonth(containing: day)
        return compare("standing", known.standing(on: day).rawValue, contract.standing(on: day.told).rawValue)
            ?? compare("holder", coverage.holder, actual.holder)
            ?? compare("option", coverage.option, actual.option)
            ?? compare("holder's run", coverage.run, actual.run)
            ?? compare("beneficiaries", Set(coverage.beneficiaries), Set(actual.beneficiaries))
            ?? compare("how many beneficiaries", coverage.beneficiaries.count, actual.beneficiaries.count)
            ?? compare("cotisation of \(month)", known.cotisation(of: month), contract.modelCotisation(of: month))
            ?? compare("continuation", eligibility.continuation, actualEligibility.continuation)
            ?? compare("portability", eligibility.portability, actualEligibility.portability)
            ?? compare("rights", Set(eligibility.beneficiaries), Set(actualEligibility.beneficiaries))
    }
}

/// What is wrong, an unexpected error included.
func objection(_ body: () throws -> String?) -> String? {
    do { return try body() } catch { return "threw \(error)" }
}
