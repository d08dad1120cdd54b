import CivilTime
import Contracts
import Testing
import Words

@Suite struct FlowsTests {
    /// Cents of the employer, of the agent, and refunded, with the words.
    private typealias Case = (employer: Int, agent: Int, refund: Int, french: [String], english: [String])

    @Test func `a month reads by who pays`() {
        let cases: [Case] = [
            (0, 0, 0, ["rien n'est dû", "0,00 €"], ["nothing is due", "€0.00"]),
            (
                4_200, 17_292, 0, ["agent 172,92 €, employeur 42,00 €", "172,92 € + 42,00 €"],
                ["agent €172.92, employer €42.00", "€172.92 + €42.00"]
            ),
            (0, 21_754, 0, ["agent seul 217,54 €", "217,54 €"], ["the agent alone €217.54", "€217.54"]),
            (4_200, 0, 0, ["employeur seul 42,00 €", "42,00 €"], ["the employer alone €42.00", "€42.00"]),
            (
                0, 21_754, 4_200, ["agent 217,54 €, dont 42,00 € remboursés par l'employeur", "175,54 € + 42,00 €"],
                ["agent €217.54, of which €42.00 refunded by the employer", "€175.54 + €42.00"]
            ),
        ]
        for one in cases {
            let flows = Flows(employerToInsurer: euros(one.employer), agentToInsurer: euros(one.agent), employerToAgent: euros(one.refund))
            #expect(flows.wordings.map(\.french) == one.french.map { french($0) })
            #expect(flows.wordings.map(\.english) == one.english.map { english($0) })
        }
    }
}
