import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// The sentence of single stories, as a clerk reads it.
@Suite struct SentenceStoryTests {
    private func say(_ facts: [Fact], on text: String, asOf: String, today: String? = nil, _ language: Language = .french) throws -> String
    {
        let contract = try Tale(facts, asOf: "\(asOf)T12:00:00Z").contract()
        let sentence = contract.sentence(
            on: day(text), today: today.map(day) ?? contract.asOf, name: .known("Camille Durand"), in: language)
        // Plain spaces and apostrophes are easier to read in a test.
        return sentence.plainText.replacing("\u{2019}", with: "'").replacing("\u{202F}", with: " ").replacing("\u{A0}", with: " ")
    }

    private let portability: [Fact] = [
        .affiliate(), .unpaid("2026-09-01"), .continuation("2026-09-01", sent: "2026-09-20"), .resume("2027-01-04"), .end("2027-03-31"),
        .portability("2027-03-31", from: "2026-04-01"), .proof("2027-04"),
    ]

    @Test func `the life of the contract page`() throws {
        #expect(
            try say(portability, on: "2027-07-12", asOf: "2027-07-12")
                == "Ce 12 juillet 2027, Camille Durand a une couverture provisoire, par la portabilité, jusqu'au 31 mars 2028. "
                + "L'attestation de mai est en retard : mai n'est pas couvert. Rien n'est dû en juillet.")
        #expect(
            try say(portability, on: "2027-04-15", asOf: "2027-05-10", today: "2027-07-12")
                == "Le 15 avril 2027, Camille Durand avait une couverture acquise, par la portabilité, jusqu'au 30 avril 2027, "
                + "puis une couverture provisoire. L'attestation de mai était attendue jusqu'au 30 juin. Rien n'était dû en avril.")
        #expect(
            try say(portability, on: "2026-09-15", asOf: "2027-07-12", .english)
                == "On 15 September 2026, Camille Durand had cover, by continuation, until 3 January 2027, then cover in active service. "
                + "No SEPA mandate is in force for the direct debit. For September, the agent owed €75.40, by direct debit, "
                + "without an employer's part.")
        #expect(
            try say(portability, on: "2028-04-01", asOf: "2027-07-12")
                == "Le 1er avril 2028, Camille Durand n'aura aucune couverture après la fin de la portabilité, le 31 mars 2028. "
                + "Rien ne sera dû en avril.")
    }

    @Test func `a continuation can be asked for through a day, whatever the day asked about`() throws {
        let absence: [Fact] = [.affiliate(), .unpaid("2026-09-01")]
        #expect(try say(absence, on: "2026-09-15", asOf: "2026-10-01").contains("Le maintien pouvait être demandé") == false)
        #expect(try say(absence, on: "2026-09-15", asOf: "2026-10-01").contains("Le maintien peut être demandé jusqu'au 1er octobre."))
        #expect(try say(absence, on: "2026-12-15", asOf: "2026-10-01").contains("Le maintien peut être demandé jusqu'au 1er octobre."))
        for on in ["2026-09-15", "2026-12-15"] {
            #expect(try say(absence, on: on, asOf: "2026-10-02").contains("Le délai pour demander le maintien a pris fin le 1er octobre."))
        }
        #expect(
            try say(absence, on: "2026-12-15", asOf: "2026-10-02").contains(
                "des garanties suspendues, par une absence non indemnisée, jusqu'à la reprise."))
        #expect(
            try !say(absence + [.continuation("2026-09-01", sent: "2026-09-20")], on: "2026-12-15", asOf: "2026-10-02").contains("Le délai")
        )
    }

    @Test func `after employment it is said whether portability may follow`() throws {
        #expect(
            try say([.affiliate(), .end("2027-03-31")], on: "2027-04-20", asOf: "2027-04-20")
                == "Ce 20 avril 2027, Camille Durand n'a aucune couverture après la fin de l'emploi, le 31 mars 2027. La portabilité n'est pas ouverte : "
                + "il manque le bulletin de l'employeur et la notification de France Travail. Rien n'est dû en avril.")
        #expect(
            try say([.affiliate(), .end("2027-03-31", .death)], on: "2027-04-20", asOf: "2027-04-20").contains(
                "La retraite ou le décès exclut"))
        let ended = Array(portability.dropLast()) + [.endPortability("2027-04-01")]
        #expect(
            try say(ended, on: "2027-04-20", asOf: "2027-04-20")
                == "Ce 20 avril 2027, Camille Durand n'a aucune couverture : la portabilité ne compte aucun jour. Rien n'est dû en avril.")
    }

    @Test func `the first of the month decides its money, and that is said`() throws {
        let left: [Fact] = [.affiliate(), .end("2027-03-09")]
        #expect(try say(left, on: "2027-03-10", asOf: "2027-03-10").hasSuffix("€ : c'est le 1er qui décide du mois."))
        #expect(try say(left, on: "2027-03-09", asOf: "2027-03-10").hasSuffix("€."))
    }

    @Test func `the ends of the calendar are said`() throws {
        #expect(
            try say([.affiliate()], on: "9999-12-31", asOf: "2027-03-15").hasPrefix(
                "Le 31 décembre 9999, Camille Durand aura une couverture, en activité. "))
        #expect(
            try say([.affiliate()], on: "0001-01-01", asOf: "2027-03-15")
                == "Le 1er janvier 0001, Camille Durand n'avait aucune couverture avant l'affiliation du 1er mai 2026. Rien n'était dû en janvier."
        )
        #expect(
            try say([.affiliate(), .unpaid("9999-12-31")], on: "9999-12-31", asOf: "2027-03-15").contains(
                "par une absence non indemnisée, jusqu'à la reprise. En décembre, "))
        #expect(
            try say(
                [.affiliate(), .end("9999-11-30"), .portability("9999-11-30")], on: "9999-12-31", asOf: "2027-03-15"
            ).hasSuffix("aura une couverture provisoire, par la portabilité. Rien ne sera dû en décembre."))
    }

    @Test func `a contract of which nothing is known, or all was annulled`() throws {
        #expect(try say([], on: "2027-03-15", asOf: "2027-03-15") == "Ce 15 mars 2027, rien n'est connu de ce contrat.")
        #expect(
            try say([.affiliate(), .rescind(1)], on: "2027-03-15", asOf: "2027-03-15")
                == "Ce 15 mars 2027, Camille Durand n'a aucune couverture : aucune affiliation n'est enregistrée. Rien n'est dû en mars.")
    }
}
