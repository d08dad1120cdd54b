import CivilTime
import ContractTesting
import HTML
import Testing
import Words

@testable import BackOffice
@testable import Contracts

/// What changed, as pages and previews show it.
@Suite struct ChangesViewTests {
    private static let (samir, ines) = (BeneficiaryID(bits: 1), BeneficiaryID(bits: 2))

    private static func enrolment(_ id: BeneficiaryID, _ relation: Relation) -> Fact {
        .enrolment(
            Enrolment(
                beneficiary: id, relation: relation, bornOn: day("2012-01-01"), fiscallyDependent: true, effectiveOn: day("2026-05-01")))
    }

    private func people(_ names: @escaping (BeneficiaryID?) -> PersonName = { _ in .missing }) throws -> CalledPeople {
        let contract = try Contract(events: [], knownAt: instant("2027-07-12T08:00:00Z"), schemes: Schemes([]))
        return CalledPeople(
            of: contract, adding: [Self.enrolment(Self.samir, .child), Self.enrolment(Self.ines, .child)], names: names, in: .french)
    }

    private func view(_ changes: Changes, people: CalledPeople? = nil) throws -> String {
        ChangesView(changes, settledThrough: month("2027-07"), people: try people ?? self.people(), in: .french).html.text
    }

    private func changes(
        cover: [CoverChange] = [], cotisation: [CotisationChange] = [], deadlines: [DeadlineChange] = []
    ) -> Changes {
        Changes(cover: cover, options: [], employers: [], cotisation: cotisation, rights: [], deadlines: deadlines)
    }

    private func continued(_ person: BeneficiaryID?) -> CoverChange {
        CoverChange(
            beneficiary: person, period: Period(from: day("2027-01-04"), until: nil), before: Cover(.covered, .continuation),
            lastDayBefore: nil, after: Cover(.covered, .active), lastDayAfter: nil)
    }

    @Test func `nothing that changes is said`() throws { #expect(try view(.none) == "Rien ne change.") }

    @Test func `people whose cover changes alike share their rows, and nameless ones are told apart`() throws {
        let text = try view(changes(cover: [continued(nil), continued(Self.samir), continued(Self.ines)]))
        #expect(
            text.contains("L'agent, Enfant, Enfant 2 À partir du 4 janvier 2027 Couverture, maintien Couverture, activité"), "\(text)")
        let named = try view(
            changes(cover: [continued(nil)]), people: people { $0 == nil ? .known("<b>Camille</b>") : .missing })
        #expect(named.contains("&lt;b&gt;Camille&lt;/b&gt;"))
    }

    @Test func `months gone by are summed by flow, and later ones stand apart`() throws {
        let (before, after) = (
            Flows(employerToInsurer: .zero, agentToInsurer: Money(cents: 21_754), employerToAgent: .zero),
            Flows(employerToInsurer: Money(cents: 4_200), agentToInsurer: Money(cents: 17_292), employerToAgent: .zero)
        )
        let text = try view(changes(cotisation: [CotisationChange(from: month("2027-06"), through: nil, before: before, after: after)]))
        #expect(text.contains("À régulariser : 89,24 € à rendre à l'agent, 84,00 € à encaisser de l'employeur."), "\(text)")
        #expect(text.contains("De juin à juillet 2027 0,00 € 42,00 € + 84,00 € Somme à encaisser de l'employeur + 84,00 €"), "\(text)")
        #expect(text.contains("À partir d'août 2027 217,54 € 172,92 € − 44,62 € par mois"), "\(text)")
    }

    @Test func `many deadlines that came alike are one line`() throws {
        let proofs = (5...9).map { number in
            DeadlineChange(
                kind: .proof, beneficiary: nil, before: nil,
                after: .init(dueOn: month("2027-0\(number)").lastDay, work: .proofAwaited))
        }
        #expect(
            try view(changes(deadlines: proofs)).contains(
                "Attestation France Travail attendue : 5 nouvelles échéances, du 31 mai au 30 septembre 2027"))
        #expect(try view(changes(deadlines: Array(proofs.prefix(1)))).contains("nouvelle échéance, le 31 mai 2027"))
    }
}
