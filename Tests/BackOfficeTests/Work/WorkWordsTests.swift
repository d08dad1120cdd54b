import ContractService
import Contracts
import Crypto
import JSON
import Portfolio
import Testing
import Words

@testable import BackOffice

/// What the worklist says besides its lines.
@Suite struct WorkWordsTests {
    @Test(arguments: [
        (4, 0, "4", "4"), (1, 1, "1 en retard", "1 overdue"), (3, 3, "3 en retard", "3 overdue"),
        (12, 3, "12, dont 3 en retard", "12, 3 of them overdue"),
    ])
    func `how many lines there are is told once`(lines: Int, overdue: Int, french: String, english: String) {
        #expect(WorkCount.words(lines: lines, overdue: overdue) == Bilingual(french, english))
    }

    @Test func `a kind that says that it is overdue does not say it twice`() {
        #expect(WorkCount(["kind": "proofOverdue", "lines": 5, "overdue": 5])?.words.french == "5")
        #expect(WorkCount(["kind": "mandateMissing", "lines": 5, "overdue": 5])?.words.french == "5 en retard")
        #expect(WorkCount(["kind": "handOverDue", "lines": 5, "overdue": 1])?.words.french == "5, dont 1 en retard")
    }

    @Test(arguments: ["", "rien\nde tel", "appeler le 06 12 34 56 78", String(repeating: "x", count: 201)])
    func `a reason that is refused is kept in the address, whatever it is`(typed: String) throws {
        let (seal, visit) = (AddressSeal(key: SymmetricKey(size: .bits256)), Visit.example())
        let duplicate = try #require(ContractID("8478e081-f7a1-5b28-8712-599e98b277cf"))
        let refused = RefusedDismissal(duplicate.description, typed: typed)
        #expect(RefusedDismissal(refused.sealed(seal, visit), seal, visit) == refused)
        #expect(refused.refusal != nil)
        #expect(RefusedDismissal("nonsense", seal, visit) == nil)
    }

    @Test func `a reason that is taken is not refused`() throws {
        let duplicate = try #require(ContractID("8478e081-f7a1-5b28-8712-599e98b277cf"))
        #expect(RefusedDismissal(duplicate.description, typed: "deux cousins").refusal == nil)
    }
}
