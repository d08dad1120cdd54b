import CivilTime
import Contracts
import Testing

/// A month under another scheme, against the naive model that always had the other scheme.
@Suite struct TariffComparisonTests {
    @Test(arguments: 31...34 as ClosedRange<UInt64>)
    func `what a month would come to is what the model says that always had the other scheme`(seed: UInt64) {
        check(runs: 100, seed: seed, { (Inquiry.draw(&$0), $0.one(of: ModelScheme.variants)) }) { inquiry, other in
            objection {
                let life = inquiry.life
                let witness = try Witness(recorded: life.model.events, scheme: life.scheme)
                for question in inquiry.questions where question.version == nil {
                    let recorded = life.model.events.filter { $0.recordedAt <= question.knownAt }
                    guard !recorded.isEmpty, let contract = try witness.contract(knownAt: question.knownAt) else { continue }
                    let scheme = try other.scheme()
                    guard let others = witness.schemes.replacing(scheme, knownAt: question.knownAt.told) else {
                        return "the schemes do not have the same name"
                    }
                    let month = ModelMonth(containing: question.on)
                    let compared = contract.compare(month.told, under: scheme.name, with: others)
                    let model = ModelHistory(scheme: other, recorded: recorded, knownAt: question.knownAt).cotisation(of: month)
                    guard let compared, compared.inForce == contract.due(in: month.told),
                        compared.standing.rawValue == model.standing.rawValue,
                        compared.whatIf.employerToInsurer.cents == model.employerToInsurerCents,
                        compared.whatIf.agentToInsurer.cents == model.agentToInsurerCents,
                        compared.whatIf.employerToAgent.cents == model.employerToAgentCents
                    else { return "\(question): model \(model), compared \(String(describing: compared))" }
                }
                return nil
            }
        }
    }

    @Test func `under its own scheme nothing differs, and a contract of another scheme is not compared`() throws {
        let life = try #require(sample())
        let witness = try Witness(recorded: life.model.events, scheme: life.scheme)
        let instant = try #require(life.model.events.last?.recordedAt)
        let contract = try #require(try witness.contract(knownAt: instant))
        let scheme = try life.scheme.scheme()
        let others = try #require(witness.schemes.replacing(scheme, knownAt: instant.told))
        for month in (0..<24).map({ Month(of: instant.told.parisDay).adding($0 - 12) }) {
            let compared = try #require(contract.compare(month, under: scheme.name, with: others))
            #expect(compared.inForce == compared.whatIf)
            #expect(contract.compare(month, under: "another", with: others) == nil)
        }
        let stranger = Scheme(
            name: "another", label: "", effectiveFrom: scheme.effectiveFrom, parameters: scheme.parameters, services: [], guarantees: [])
        #expect(witness.schemes.replacing(stranger, knownAt: instant.told) == nil)
    }

    /// A life with some facts.
    private func sample() -> Life? {
        var choices = Choices(seed: 7)
        for _ in 0..<20 {
            let life = Life.draw(&choices)
            if life.model.events.count > 3 { return life }
        }
        return nil
    }
}
