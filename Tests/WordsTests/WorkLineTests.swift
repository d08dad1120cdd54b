import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

@Suite struct WorkLineTests {
    @Test func `what presses reads as on the contract page`() {
        let asOf = day("2027-07-12")
        let overdue = WorkLine(.proofOverdue, dueOn: day("2027-06-30"), asOf: asOf, month: month("2027-05"), in: .french)
        #expect(overdue.due.plainText == french("En retard : au plus tard le 30 juin") && overdue.isOverdue)
        #expect(overdue.matter.plainText == "attestation France Travail de mai 2027")
        let awaited = WorkLine(.proofAwaited, dueOn: day("2027-07-31"), asOf: asOf, month: month("2027-06"), in: .french)
        #expect(awaited.due.plainText == "D’ici le 31 juillet" && !awaited.isOverdue)
        let child = WorkLine(
            .beneficiaryAgeLimit, dueOn: day("2027-09-17"), asOf: asOf, person: (.known("Inès"), day("2006-09-18")), in: .french)
        #expect(child.matter.plainText == french("Inès : dernier jour de droit, veille de ses 21 ans"))
        let mandates = ["2027-07-01", "2027-09-01"].map { WorkLine(.mandateMissing, dueOn: day($0), asOf: asOf, in: .french).due.plainText }
        #expect(mandates == ["Depuis le 1er juillet", "À partir du 1er septembre"])
        let leapling = WorkLine(
            .beneficiaryAgeLimit, dueOn: day("2025-02-27"), asOf: asOf, person: (.missing, day("2004-02-29")), in: .english)
        #expect(leapling.matter.plainText == "Beneficiary: last day of the right, eve of the age of 21")
    }

    @Test(arguments: WorkKind.allCases)
    func `every kind of work reads well`(kind: WorkKind) {
        for language in Language.allCases {
            for dueOn in ["2027-07-11", "2027-07-12", "2028-01-01"] {
                let line = WorkLine(kind, dueOn: day(dueOn), asOf: day("2027-07-12"), in: language)
                #expect(flaw(in: line.due.plainText) == nil && flaw(in: line.matter.plainText) == nil)
            }
            #expect(flaw(in: kind.action[language]) == nil)
        }
    }
}
