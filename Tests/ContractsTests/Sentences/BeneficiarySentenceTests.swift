import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// The sentence about a beneficiary: their own cover, and the end of their right.
@Suite struct BeneficiarySentenceTests {
    private func say(
        _ facts: [Fact], on text: String, of id: BeneficiaryID = Fact.child, name: PersonName = .known("Inès Durand"),
        _ language: Language = .french
    ) throws -> String? {
        let contract = try Tale(facts, asOf: "2027-07-12T12:00:00Z").contract()
        return contract.sentence(of: id, on: day(text), today: contract.asOf, name: name, in: language)?.plainText
            .replacing("\u{2019}", with: "'").replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
    }

    private let portability: [Fact] = [
        .affiliate(), .child("2026-05-01", born: "2006-09-18"), .end("2027-03-31"), .portability("2027-03-31", from: "2026-04-01"),
    ]

    @Test func `the cover ends with the right where age ends it first`() throws {
        #expect(
            try say(portability, on: "2027-07-12")
                == "Ce 12 juillet 2027, Inès Durand a une couverture provisoire, par la portabilité, jusqu'au 17 septembre 2027, "
                + "dernier jour de son droit.")
        #expect(
            try say(portability, on: "2027-07-12", .english)
                == "Today, 12 July 2027, Inès Durand has provisional cover, by portability, until 17 September 2027, the last day of the right."
        )
    }

    @Test func `a right that outlasts the cover is told besides`() throws {
        let absence: [Fact] = [.affiliate(), .child("2026-05-01", born: "2006-09-18"), .unpaid("2027-07-01"), .resume("2027-08-01")]
        #expect(
            try say(absence, on: "2027-07-12")
                == "Ce 12 juillet 2027, Inès Durand a des garanties suspendues, par une absence non indemnisée, jusqu'au 31 juillet 2027, "
                + "puis une couverture en activité, droit jusqu'au 17 septembre 2027.")
    }

    @Test(
        arguments: [
            ("2026-04-01", "avant son inscription du 1er mai 2026"), ("2027-09-18", "après la fin de son droit, le 17 septembre 2027"),
            ("2030-01-01", "après la fin de son droit, le 17 septembre 2027"),
        ])
    func `why there is no cover is told`(on: String, words: String) throws {
        #expect(try say([.affiliate(), .child("2026-05-01", born: "2006-09-18")], on: on)?.contains(words) == true)
    }

    @Test func `a removal and the holder's own lack of cover are told`() throws {
        let removed: [Fact] = [.affiliate(), .partner("2026-05-01"), .remove(Fact.partner, "2027-02-01")]
        let left = try say(removed, on: "2027-07-12", of: Fact.partner, name: .known("Samir"))
        #expect(left?.contains("Samir n'a aucune couverture après son départ du contrat, le 31 janvier 2027") == true, "\(left ?? "")")
        let ended = try say([.affiliate(), .partner("2026-05-01"), .end("2027-03-31")], on: "2027-07-12", of: Fact.partner, name: .missing)
        #expect(
            ended == "Ce 12 juillet 2027, cette personne (conjoint ou conjointe) n'a aucune couverture : l'agent n'en a pas non plus.",
            "\(ended ?? "")")
    }

    @Test func `of somebody who was never enrolled nothing is said`() throws {
        #expect(try say([.affiliate()], on: "2027-07-12") == nil)
    }
}
