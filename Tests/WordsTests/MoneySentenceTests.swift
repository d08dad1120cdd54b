import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

/// What the month comes to, in three tenses and both languages.
@Suite struct MoneySentenceTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let month: MonthDue
        /// Past, present, future.
        let french: [String]
        let english: [String]

        var testDescription: String { french[1] }
    }

    private static func due(
        _ employer: Int, _ agent: Int, refund: Int = 0, _ method: CotisationCollection.Method, decidedOn: String = "2027-07-01",
        isOther: Bool = false
    ) -> MonthDue {
        MonthDue(
            month: month("2027-07"), decidedOn: day(decidedOn), isDecidedOnOtherGround: isOther,
            due: Flows(employerToInsurer: euros(employer), agentToInsurer: euros(agent), employerToAgent: euros(refund)), method: method)
    }

    static let rows: [Row] = [
        Row(
            month: due(4_200, 17_292, .payroll),
            french: [
                "En juillet, l'agent devait 172,92 €, par retenue sur la paie, et l'employeur 42,00 €.",
                "En juillet, l'agent doit 172,92 €, par retenue sur la paie, et l'employeur 42,00 €.",
                "En juillet, l'agent devra 172,92 €, par retenue sur la paie, et l'employeur 42,00 €.",
            ],
            english: [
                "For July, the agent owed €172.92, withheld on pay, and the employer €42.00.",
                "For July, the agent owes €172.92, withheld on pay, and the employer €42.00.",
                "For July, the agent will owe €172.92, withheld on pay, and the employer €42.00.",
            ]),
        Row(
            month: due(0, 21_754, refund: 4_200, .directDebit),
            french: [
                "En juillet, l'agent devait 217,54 €, par prélèvement, dont l'employeur lui remboursait 42,00 €.",
                "En juillet, l'agent doit 217,54 €, par prélèvement, dont l'employeur lui rembourse 42,00 €.",
                "En juillet, l'agent devra 217,54 €, par prélèvement, dont l'employeur lui remboursera 42,00 €.",
            ],
            english: [
                "For July, the agent owed €217.54, by direct debit, of which the employer refunded €42.00.",
                "For July, the agent owes €217.54, by direct debit, of which the employer refunds €42.00.",
                "For July, the agent will owe €217.54, by direct debit, of which the employer will refund €42.00.",
            ]),
        Row(
            month: due(0, 21_754, .directDebit),
            french: [
                "En juillet, l'agent devait 217,54 €, par prélèvement, sans part de l'employeur.",
                "En juillet, l'agent doit 217,54 €, par prélèvement, sans part de l'employeur.",
                "En juillet, l'agent devra 217,54 €, par prélèvement, sans part de l'employeur.",
            ],
            english: [
                "For July, the agent owed €217.54, by direct debit, without an employer's part.",
                "For July, the agent owes €217.54, by direct debit, without an employer's part.",
                "For July, the agent will owe €217.54, by direct debit, without an employer's part.",
            ]),
        Row(
            month: due(0, 0, .none),
            french: ["Rien n'était dû en juillet.", "Rien n'est dû en juillet.", "Rien ne sera dû en juillet."],
            english: ["Nothing was due for July.", "Nothing is due for July.", "Nothing will be due for July."]),
        Row(
            month: due(0, 0, .none, isOther: true),
            french: [
                "Rien n'était dû en juillet : c'est le 1er qui décide du mois.",
                "Rien n'est dû en juillet : c'est le 1er qui décide du mois.",
                "Rien ne sera dû en juillet : c'est le 1er qui décide du mois.",
            ],
            english: [
                "Nothing was due for July: day 1 decides the month.", "Nothing is due for July: day 1 decides the month.",
                "Nothing will be due for July: day 1 decides the month.",
            ]),
        Row(
            month: due(4_200, 0, .payroll, decidedOn: "2027-07-15", isOther: true),
            french: [
                "En juillet, l'employeur devait 42,00 € : c'est le 15 qui décide du mois.",
                "En juillet, l'employeur doit 42,00 € : c'est le 15 qui décide du mois.",
                "En juillet, l'employeur devra 42,00 € : c'est le 15 qui décide du mois.",
            ],
            english: [
                "For July, the employer owed €42.00: day 15 decides the month.",
                "For July, the employer owes €42.00: day 15 decides the month.",
                "For July, the employer will owe €42.00: day 15 decides the month.",
            ]),
    ]

    @Test(arguments: rows)
    func `says who pays what, and how`(row: Row) {
        for (place, today) in ["2027-08-01", "2027-07-31", "2027-06-30"].enumerated() {
            let answers = ContractDay(
                on: day("2027-07-12"), today: day(today), asOf: day(today), cover: Cover(.covered, .active), month: row.month)
            #expect(ContractSentence(answers, name: .missing, in: .french).money?.plainText == french(row.french[place]))
            #expect(ContractSentence(answers, name: .missing, in: .english).money?.plainText == english(row.english[place]))
        }
    }

    @Test func `a month of another year is named with it`() {
        let answers = ContractDay(
            on: day("2026-07-12"), today: day("2027-07-12"), asOf: day("2027-07-12"), cover: Cover(.covered, .active),
            month: Self.rows[3].month)
        #expect(ContractSentence(answers, name: .missing, in: .french).money?.plainText == "Rien n’est dû en juillet 2027.")
    }

    @Test func `says what is to collect and to refund`() {
        let flows = Flows(employerToInsurer: euros(-4_200), agentToInsurer: euros(21_754), employerToAgent: euros(-100))
        #expect(
            Phrase.adjustment(flows, in: .french)?.plainText
                == french(
                    "À régulariser : 217,54 € à encaisser de l'agent, 42,00 € à rendre à l'employeur, 1,00 € que l'agent rend à l'employeur."
                ))
        #expect(
            Phrase.adjustment(flows, in: .english)?.plainText
                == "To settle: €217.54 to collect from the agent, €42.00 to refund to the employer, €1.00 that the agent gives back to the employer."
        )
        #expect(Phrase.adjustment(.zero, in: .french) == nil)
    }

    @Test func `the example of the contract page reads as designed`() {
        let answers = ContractDay(
            on: day("2027-07-12"), today: day("2027-07-12"), asOf: day("2027-07-12"), cover: Cover(.provisional, .portability),
            through: day("2028-03-31"),
            next: Cover.none, warnings: [.proofsOverdue([month("2027-05")], areWhole: true)], month: Self.rows[3].month)
        let sentence = ContractSentence(answers, name: .known("Camille Durand"), in: .french)
        #expect(
            sentence.plainText
                == "Ce 12 juillet 2027, Camille Durand a une couverture provisoire, par la portabilité, jusqu’au 31 mars 2028. "
                + "L’attestation de mai est en retard\u{202F}: mai n’est pas couvert. Rien n’est dû en juillet.")
        #expect(sentence.phrase.runs.filter { $0.kind == .strong }.map(\.text) == ["provisoire"])
    }
}
