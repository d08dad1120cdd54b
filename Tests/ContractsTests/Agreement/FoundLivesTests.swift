import CivilTime
import Contracts
import Testing

/// Lives on which model and contract once differed, kept in their smallest form.
@Suite struct FoundLivesTests {
    @Test func `the option of a portability is the one held on its eve, not one replaced on its first day`() throws {
        let contract = try told([
            .affiliate(on: "2026-05-01"),
            .endEmployment(lastDay: "2026-05-01", reason: .endOfContract),
            .affiliate(on: "2026-05-02", option: .option1),
            .endEmployment(lastDay: "2026-05-01", reason: .endOfContract),
            .portability(after: "2026-05-01", from: "2026-01-02"),
        ])
        #expect(contract.option(on: ModelDay("2026-05-02").told) == .base)
    }

    @Test func `a proof of loss proves nothing of a later portability in its month`() throws {
        let contract = try told([
            .affiliate(on: "2026-05-01"),
            .endEmployment(lastDay: "2026-05-01", reason: .endOfContract),
            .portability(after: "2026-05-01", from: "2026-01-02"),
            .affiliate(on: "2026-05-03"),
            .proof("2026-05", lostOn: "2026-05-02"),
            .endEmployment(lastDay: "2026-05-03", reason: .endOfContract),
            .portability(after: "2026-05-03", from: "2026-01-04"),
        ])
        #expect(contract.modelCoverage(on: "2026-05-04").holder == ModelCover(state: .provisional, basis: .portability))
        #expect(contract.modelEligibility(on: "2026-05-04").portability.proofs.first?.state == .awaited)
    }

    @Test func `a status counts again when the person it names comes back`() throws {
        let student = ModelCommand.Status(kind: .student, from: "2026-05-01")
        let contract = try told([
            .affiliate(on: "2026-05-01"),
            .child(1, born: "2005-04-30", on: "2026-05-01", status: student),
            .recordBeneficiaryStatus(beneficiary: 1, status: student),
            .rescind(version: 2),
            .child(1, born: "2005-04-30", on: "2026-05-01"),
        ])
        #expect(contract.modelCoverage(on: "2026-05-01").beneficiaries.map(\.cover.state) == [.covered])
    }

    /// The contract that was told all that, each accepted, by the model too.
    private func told(_ commands: [ModelCommand], sourceLocation: SourceLocation = #_sourceLocation) throws -> Contract {
        let instant: ModelInstant = "2026-05-01T09:00:00Z"
        var model = ModelContract(scheme: .education)
        var witness = try Witness(scheme: .education)
        for command in commands {
            #expect(model.submit(command, at: instant).rule == nil, sourceLocation: sourceLocation)
            #expect(witness.submit(command, at: instant).rule == nil, sourceLocation: sourceLocation)
        }
        return try #require(try witness.contract(knownAt: instant))
    }
}
