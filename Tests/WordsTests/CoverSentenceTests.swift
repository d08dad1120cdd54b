import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// The first sentence, for every state and basis that occur, in every tense and both languages.
@Suite struct CoverSentenceTests {
    /// A cover on 12 July 2027, with what both languages say of it. `{has}` and `{has no}` stand for the verb.
    struct Row: CustomTestStringConvertible, Sendable {
        let cover: Cover
        var through: String?
        var next: Cover?
        var absence: NoCover?
        let french: String
        let english: String

        var testDescription: String { french }
    }

    static let active = Cover(.covered, .active)
    static let proven = Cover(.covered, .portability)
    static let provisional = Cover(.provisional, .portability)
    static let lapsed = Cover(.lapsed, .portability)
    static let continued = Cover(.covered, .continuation)

    static let rows: [Row] = [
        Row(cover: active, french: "{a} une couverture, en activité.", english: "{has} cover, in active service."),
        Row(
            cover: active, through: "2027-08-31", next: Cover.none, french: "{a} une couverture, en activité, jusqu'au 31 août 2027.",
            english: "{has} cover, in active service, until 31 August 2027."),
        Row(
            cover: active, through: "2027-08-31", next: Cover(.suspended),
            french: "{a} une couverture, en activité, jusqu'au 31 août 2027, puis une suspension des garanties.",
            english: "{has} cover, in active service, until 31 August 2027, then suspended guarantees."),
        Row(
            cover: active, through: "2027-08-31", next: continued,
            french: "{a} une couverture, en activité, jusqu'au 31 août 2027, puis une couverture par le maintien.",
            english: "{has} cover, in active service, until 31 August 2027, then cover by continuation."),
        Row(
            cover: active, through: "2027-08-31", next: provisional,
            french: "{a} une couverture, en activité, jusqu'au 31 août 2027, puis une couverture provisoire par la portabilité.",
            english: "{has} cover, in active service, until 31 August 2027, then provisional cover by portability."),
        Row(
            cover: active, through: "2027-08-31", next: Cover(.exempt),
            french: "{a} une couverture, en activité, jusqu'au 31 août 2027, puis une dispense d'affiliation.",
            english: "{has} cover, in active service, until 31 August 2027, then an exemption."),
        Row(
            cover: Cover(.covered, .paidAbsence), french: "{a} une couverture, en absence indemnisée, jusqu'à la reprise.",
            english: "{has} cover, in paid absence, until work resumes."),
        Row(
            cover: Cover(.covered, .paidAbsence), through: "2027-09-30", next: active,
            french: "{a} une couverture, en absence indemnisée, jusqu'au 30 septembre 2027, puis une couverture en activité.",
            english: "{has} cover, in paid absence, until 30 September 2027, then cover in active service."),
        Row(
            cover: Cover(.covered, .temporaryCessation),
            french: "{a} une couverture, en cessation temporaire d'activité, jusqu'à la reprise.",
            english: "{has} cover, in temporary cessation, until work resumes."),
        Row(
            cover: continued, french: "{a} une couverture, par le maintien, jusqu'à la reprise.",
            english: "{has} cover, by continuation, until work resumes."),
        Row(
            cover: continued, through: "2027-11-30", next: Cover(.suspended),
            french: "{a} une couverture, par le maintien, jusqu'au 30 novembre 2027, puis une suspension des garanties.",
            english: "{has} cover, by continuation, until 30 November 2027, then suspended guarantees."),
        Row(
            cover: proven, through: "2027-07-31", next: provisional,
            french: "{a} une couverture acquise, par la portabilité, jusqu'au 31 juillet 2027, puis une couverture provisoire.",
            english: "{has} proven cover, by portability, until 31 July 2027, then provisional cover."),
        Row(
            cover: proven, through: "2027-07-31", next: lapsed,
            french:
                "{a} une couverture acquise, par la portabilité, jusqu'au 31 juillet 2027, puis aucune couverture, faute d'attestation.",
            english: "{has} proven cover, by portability, until 31 July 2027, then no cover, for lack of the attestation."),
        Row(
            cover: provisional, through: "2028-03-31", next: Cover.none,
            french: "{a} une couverture provisoire, par la portabilité, jusqu'au 31 mars 2028.",
            english: "{has} provisional cover, by portability, until 31 March 2028."),
        Row(
            cover: provisional, through: "2027-08-31", next: active,
            french: "{a} une couverture provisoire, par la portabilité, jusqu'au 31 août 2027, puis une couverture en activité.",
            english: "{has} provisional cover, by portability, until 31 August 2027, then cover in active service."),
        Row(
            cover: lapsed, through: "2027-07-31", next: provisional,
            french:
                "{n'a} pas de couverture, faute d'attestation France Travail, jusqu'au 31 juillet 2027, puis une couverture provisoire.",
            english: "{has} no cover, for lack of the France Travail attestation, until 31 July 2027, then provisional cover."),
        Row(
            cover: lapsed, through: "2028-03-31", next: Cover.none,
            french: "{n'a} pas de couverture, faute d'attestation France Travail (dernier jour de portabilité : 31 mars 2028).",
            english: "{has} no cover, for lack of the France Travail attestation (last day of portability: 31 March 2028)."),
        Row(
            cover: Cover(.suspended), french: "{a} des garanties suspendues, par une absence non indemnisée, jusqu'à la reprise.",
            english: "{has} suspended guarantees, for an unpaid absence, until work resumes."),
        Row(
            cover: Cover(.suspended), through: "2028-01-03", next: active,
            french:
                "{a} des garanties suspendues, par une absence non indemnisée, jusqu'au 3 janvier 2028, puis une couverture en activité.",
            english: "{has} suspended guarantees, for an unpaid absence, until 3 January 2028, then cover in active service."),
        Row(
            cover: Cover(.suspended), through: "2027-12-31", next: Cover.none,
            french: "{a} des garanties suspendues, par une absence non indemnisée, jusqu'au 31 décembre 2027, puis aucune couverture.",
            english: "{has} suspended guarantees, for an unpaid absence, until 31 December 2027, then no cover."),
        Row(
            cover: Cover(.exempt), french: "{a} une dispense d'affiliation, sans couverture ni cotisation, sans terme.",
            english: "{has} an exemption, with neither cover nor cotisation, without a term."),
        Row(
            cover: Cover(.exempt), through: "2028-02-29", next: Cover.none,
            french: "{a} une dispense d'affiliation, sans couverture ni cotisation, jusqu'au 29 février 2028.",
            english: "{has} an exemption, with neither cover nor cotisation, until 29 February 2028."),
        Row(
            cover: .none, absence: .notAffiliated, french: "{n'a} aucune couverture : aucune affiliation n'est enregistrée.",
            english: "{has} no cover: no affiliation is recorded."),
        Row(
            cover: .none, through: "2027-08-31", next: active, absence: .beforeAffiliation(on: day("2027-09-01")),
            french: "{n'a} aucune couverture avant l'affiliation du 1er septembre 2027.",
            english: "{has} no cover before the affiliation of 1 September 2027."),
        Row(
            cover: .none, through: "2027-08-31", next: Cover(.exempt), absence: .beforeExemption(on: day("2027-09-01")),
            french: "{n'a} aucune couverture avant la dispense du 1er septembre 2027.",
            english: "{has} no cover before the exemption of 1 September 2027."),
        Row(
            cover: .none, absence: .afterEmployment(lastDay: day("2027-03-31")),
            french: "{n'a} aucune couverture après la fin de l'emploi, le 31 mars 2027.",
            english: "{has} no cover after the end of employment on 31 March 2027."),
        Row(
            cover: .none, through: "2027-08-31", next: active, absence: .afterEmployment(lastDay: day("2027-03-31")),
            french:
                "{n'a} aucune couverture après la fin de l'emploi, le 31 mars 2027, jusqu'au 31 août 2027, puis une couverture en activité.",
            english:
                "{has} no cover after the end of employment on 31 March 2027, until 31 August 2027, then cover in active service."),
        Row(
            cover: .none, absence: .afterPortability(lastDay: day("2027-06-30")),
            french: "{n'a} aucune couverture après la fin de la portabilité, le 30 juin 2027.",
            english: "{has} no cover after the end of portability on 30 June 2027."),
        Row(
            cover: .none, absence: .afterPortability(lastDay: nil),
            french: "{n'a} aucune couverture : la portabilité ne compte aucun jour.",
            english: "{has} no cover: portability has not a single day."),
        Row(
            cover: .none, absence: .afterExemption(lastDay: day("2027-04-30")),
            french: "{n'a} aucune couverture après la fin de la dispense, le 30 avril 2027.",
            english: "{has} no cover after the end of the exemption on 30 April 2027."),
        Row(
            cover: .none, absence: .afterExemption(lastDay: nil), french: "{n'a} aucune couverture : la dispense était déjà à son terme.",
            english: "{has} no cover: the exemption had reached its end before."),
    ]

    @Test(arguments: rows)
    func `says the state, the ground and the last day in three tenses`(row: Row) {
        let on = day("2027-07-12")
        let tenses = [
            (today: "2027-07-13", "Le", ["a": "avait", "n'a": "n'avait"], "On", "had"),
            (today: "2027-07-12", "Ce", ["a": "a", "n'a": "n'a"], "Today,", "has"),
            (today: "2027-07-11", "Le", ["a": "aura", "n'a": "n'aura"], "On", "will have"),
        ]
        for (today, the, forms, opening, has) in tenses {
            let answers = ContractDay(
                on: on, today: day(today), asOf: day(today), cover: row.cover, through: row.through.map(day), next: row.next,
                absence: row.absence)
            var french = "\(the) 12 juillet 2027, Camille Durand \(row.french)"
            for (place, form) in forms { french = french.replacing("{\(place)}", with: form) }
            let name = PersonName.known("Camille Durand")
            let (inFrench, inEnglish) = (
                ContractSentence(answers, name: name, in: .french), ContractSentence(answers, name: name, in: .english)
            )
            #expect(inFrench.plainText == WordsTests.french(french))
            #expect(inEnglish.plainText == "\(opening) 12 July 2027, Camille Durand \(row.english)".replacing("{has}", with: has))
            for sentence in [inFrench, inEnglish] {
                #expect(sentence.cover.runs.count { $0.kind == .strong } == 1)
                #expect(sentence.cover.runs.count { $0.kind == .name } == 1)
                #expect(sentence.cover.runs.first { $0.kind == .day(on) } != nil)
                #expect(sentence.money == nil && sentence.warnings.isEmpty && sentence.adjustment == nil)
            }
        }
    }

    @Test func `every state is in the table, with every basis it can have`() {
        let told = Set(Self.rows.map(\.cover))
        #expect(Set(told.map(\.state)) == Set(Cover.State.allCases))
        #expect(Set(told.compactMap(\.basis)) == Set(Cover.Basis.allCases))
    }

    @Test func `what is not known yet is said so`() {
        func sentence(today: String, _ language: Language) -> String {
            ContractSentence(
                ContractDay(on: day("2027-07-12"), today: day("2027-07-12"), asOf: day(today), cover: nil), name: .missing, in: language
            ).plainText
        }
        #expect(sentence(today: "2027-07-12", .french) == "Ce 12 juillet 2027, rien n’est connu de ce contrat.")
        #expect(sentence(today: "2026-01-01", .french) == "Ce 12 juillet 2027, rien n’était connu de ce contrat.")
        #expect(sentence(today: "2027-07-12", .english) == "Today, 12 July 2027, nothing is known of this contract.")
    }

    @Test func `a holder without a name is called by what they are`() {
        let answers = ContractDay(on: day("2027-01-01"), today: day("2027-01-01"), asOf: day("2027-01-01"), cover: Self.active)
        #expect(
            ContractSentence(answers, name: .missing, in: .french).plainText
                == "Ce 1er janvier 2027, l’agent a une couverture, en activité.")
        #expect(
            ContractSentence(answers, name: .erased, in: .french).plainText
                == "Ce 1er janvier 2027, l’agent (identité effacée) a une couverture, en activité.")
        #expect(
            ContractSentence(answers, name: .missing, in: .english).plainText
                == "Today, 1 January 2027, the agent has cover, in active service.")
    }
}
