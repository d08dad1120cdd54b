import ContractTesting
import Contracts
import Testing

@Suite struct FactTests {
    @Test func `a fact of each kind bears on the scheme that it names`() throws {
        let facts = try Tale([.affiliate()]).contract().permissions(on: day("2026-06-01")).flatMap(\.trials).map(\.fact)
        #expect(Set(facts.compactMap(\.kind)) == Set(FactKind.allCases))
        for fact in facts { #expect(fact.scheme == fact.named.scheme) }
    }
}
