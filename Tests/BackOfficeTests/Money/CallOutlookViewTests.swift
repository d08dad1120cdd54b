import CivilTime
import ContractTesting
import Contracts
import HTML
import Testing
import Words

@testable import BackOffice
@testable import Billing

/// The words of a preview for when a fact will be called, from whom, and by which way.
@Suite struct CallOutlookViewTests {
    private func flows(_ employer: Int, _ agent: Int, _ refund: Int = 0) -> Flows {
        Flows(
            employerToInsurer: Money(cents: employer), agentToInsurer: Money(cents: agent), employerToAgent: Money(cents: refund))
    }

    private func line(_ text: String, _ payer: Payer, _ flows: Flows) -> CallLine {
        CallLine(
            contract: BilledContract(bits: 1), month: month(text), payer: payer,
            origin: month(text) > month("2027-07") ? .call : .adjustment,
            flows: flows)
    }

    private func forecast(
        _ lines: [CallLine], prescribed: [PrescribedAmount] = [], agent: AgentForecast? = nil, notBefore: String = "2027-07-12",
        refundsEmployers: Bool = false
    ) -> CallOutlook {
        .nextRun(
            CallForecast(
                scheme: "s", lastCalled: month("2027-07"), month: month("2027-08"), notBefore: day(notBefore), payableOn: day("2027-08-11"),
                refundsEmployers: refundsEmployers, lines: lines, prescribed: prescribed, agent: agent))
    }

    private func text(_ outlooks: [CallOutlook], _ language: Language = .french) -> String {
        CallOutlookView(outlooks: outlooks, labels: ["s": "Régime A", "t": "Régime B"], visit: .example(language)).html.text
    }

    private let employer = Payer.employer("0750001A")

    @Test func `without runs there is nothing, or a word on the first run`() {
        #expect(text([]).isEmpty)
        #expect(text([.beforeFirstRun(scheme: "s")]).contains("Aucun appel n'est encore en vigueur"))
        #expect(text([.beforeFirstRun(scheme: "s")], .english).contains("No run is in force yet"))
        #expect(text([.duringRun(scheme: "s")]).contains("Un appel se fait en ce moment"))
        let two = text([.beforeFirstRun(scheme: "s"), .duringRun(scheme: "t")])
        #expect(two.contains("Régime Régime A") && two.contains("Régime Régime B"))
        #expect(text([forecast([])]).contains("Le prochain appel, celui d'août 2027, demandera ce qu'il aurait demandé sans ce fait."))
    }

    @Test func `months called before stand apart from the next one, payer by payer`() {
        let lines = [
            line("2027-06", employer, flows(100, 80)), line("2027-07", employer, flows(100, 80)), line("2027-08", employer, flows(100, 80)),
        ]
        let french = text([forecast(lines)])
        #expect(french.contains("Le dernier mois appelé est juillet 2027."))
        #expect(french.contains("celui d'août 2027, possible dès aujourd'hui, demandera en plus ou en moins :"))
        #expect(french.contains("0750001A De juin à juillet 2027 mois déjà appelés : régularisation + 2,00 € + 1,60 € 0,00 €"), "\(french)")
        #expect(french.contains("0750001A Août 2027 pas encore appelé + 1,00 € + 0,80 € 0,00 €"), "\(french)")
        #expect(
            french.contains(
                "Employeur 0750001A : 2,40 € à retenir sur la paie · 5,40 € de plus sur le bordereau, à payer au plus tôt pour le 11 août 2027."
            ))
        let later = text([forecast(lines, notBefore: "2027-07-20")], .english)
        #expect(later.contains("which can be made from 20 July 2027 on, calls more or less:"))
        #expect(later.contains("€2.40 to be withheld from pay · €5.40 more on the statement, payable by 11 August 2027 at the earliest."))
    }

    @Test func `what is given back says who gives it back, and what becomes of it`() {
        let lines = [line("2027-07", employer, flows(-100, -80, -30))]
        let french = text([forecast(lines)])
        #expect(french.contains("0,80 € retenus sur la paie sont à rendre à l'agent"))
        #expect(french.contains("1,80 € de moins sur le bordereau ; ce qui reste se reporte sur le bordereau suivant"))
        #expect(french.contains("l'agent rend 0,30 € à l'employeur"))
        #expect(text([forecast(lines, refundsEmployers: true)], .english).contains("€1.80 less on the statement; what is left is refunded"))
        #expect(text([forecast([line("2027-08", employer, flows(0, 0, 50))])]).contains("l'employeur rembourse 0,50 € à l'agent"))
    }

    @Test(arguments: [
        (
            500, AgentForecast.Settlement.debited(notBefore: day("2027-08-09")),
            "tout ce que doit l'agent, 5,00 €, est prélevé, au plus tôt le 9 août 2027", "debited, on 9 August 2027 at the earliest"
        ),
        (
            500, .held(.mandateMissing), "n'est pas prélevé : aucun mandat en vigueur le jour du prélèvement",
            "is not debited: no mandate in force"
        ),
        (500, .held(.deceased), "décès connu", "a death is known"),
        (0, .settled, "le compte est soldé", "the account is settled"),
        (
            -500, .credit(refundDays: 56),
            "un avoir de 5,00 €, déduit de ce qui est appelé ensuite ; le reste est remboursé après 56 jours", "refunded after 56 days"
        ),
        (-500, .credit(refundDays: nil), "le reste se reporte", "the rest is carried"),
    ])
    func `an agent's account says how it is settled`(cents: Int, settlement: AgentForecast.Settlement, french: String, english: String) {
        let outlook = forecast(
            [line("2027-07", .agent, flows(0, 80))], agent: AgentForecast(balance: Money(cents: cents), settlement: settlement))
        #expect(text([outlook]).contains(french), "\(text([outlook]))")
        #expect(text([outlook], .english).contains(english), "\(text([outlook], .english))")
    }

    @Test func `a mandate that calls nothing says that what is owed will be debited`() {
        let agent = AgentForecast(balance: Money(cents: 500), settlement: .debited(notBefore: day("2027-08-09")))
        let french = text([forecast([], agent: agent)])
        #expect(french.contains("demandera ce qu'il aurait demandé sans ce fait. Agent : tout ce que doit l'agent, 5,00 €, est prélevé"))
    }

    @Test func `what is prescribed is told as not called`() {
        let late = PrescribedAmount(contract: BilledContract(bits: 1), month: month("2024-03"), payer: .agent, flows: flows(0, 900))
        #expect(
            text([forecast([], prescribed: [late])]).contains(
                "Prescrit, ne sera pas appelé ( mars 2024 ) : de l'agent à la mutuelle + 9,00 €"))
        #expect(
            text([forecast([], prescribed: [late])], .english).contains(
                "Prescribed, will not be called ( March 2024 ): from the agent to the insurer +€9.00"))
    }
}
