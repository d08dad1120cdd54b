import CivilTime
import ContractTesting
import Contracts
import HTML
import Testing
import Words

@testable import BackOffice
@testable import Portfolio

@Suite struct WhatIfResultTests {
    /// Employers A1 … of whose agents each pays so much more, in cents.
    private func text(_ differences: [Int], _ language: Language = .french) throws -> String {
        var tally = WhatIfTally()
        for (place, cents) in differences.enumerated() {
            func flows(_ more: Int) -> Flows {
                Flows(
                    employerToInsurer: Money(cents: 3000), agentToInsurer: Money(cents: 3000 + more), employerToAgent: Money(cents: 0))
            }
            tally.add(
                TariffComparison(employer: "A\(place + 1)", standing: .active, basis: nil, inForce: flows(0), whatIf: flows(cents)))
        }
        let question = WhatIfQuestion(try .example(), month: try #require(Month("2027-09")))
        let answer = WhatIf(question, knownAt: instant("2027-07-12T08:00:00Z"), position: 4711, tally)
        let file = try #require(WhatIfFile(PageFile(name: "<i>.json", bytes: [])))
        return WhatIfResult(answer: answer, file: file, sealed: "sealed", visit: .example(language)).html.text
    }

    @Test func `the employers with the greatest difference come first, and the others are counted`() throws {
        let page = try text((1...23).map { $0 % 2 == 0 ? $0 * 100 : -$0 * 100 })
        let lines = page.matches(of: #/\bA(\d+) 1 /#).compactMap { Int($0.1) }
        #expect(lines == (4...23).reversed())
        #expect(page.contains("Et 3 autres employeurs, dans le fichier."))
        #expect(try text(Array(repeating: 1, count: 21)).contains("Et un autre employeur, dans le fichier."))
        #expect(try !text(Array(repeating: 1, count: 20)).contains("dans le fichier."))
    }

    @Test func `the sentence sums what agents and employers would pay, and the picture says how many`() throws {
        let page = try text([100, 100, -50, 0])
        #expect(page.contains("Sur 4 contrats, l'agent paierait plus pour 2, moins pour 1, autant pour 1 : + 1,50 € pour les agents,"))
        let parts = ["1 moins, 1 autant, 2 plus.", "0 moins, 4 autant, 0 plus.", "de 0,51 € à 1,00 € de plus", "position 4711"]
        for words in parts { #expect(page.contains(words)) }
        let english = try text([10_001, -10_001], .english)
        for words in ["over €100.00 more", "over €100.00 less", "1 less, 0 the same, 1 more."] { #expect(english.contains(words)) }
    }
}
