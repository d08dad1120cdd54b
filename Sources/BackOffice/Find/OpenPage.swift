import Access
import ContractService
import HTML
import Words

extension BackOffice {
    /// Opens a contract by its number, for callers who may read contracts but not search for people.
    func open(_ number: String, _ visit: Visit) async throws -> PageAnswer {
        guard visit.mayRead else { throw PageTrouble.roleNeeded(.readers) }
        // Guesses count like searches.
        try count(.search, visit)
        let contracts = try await service.contracts(numbered: number, atMost: 2)
        if let only = contracts.first, contracts.count == 1 { return .seeOther(PageAddress("contracts", only.description)) }
        let trouble =
            contracts.isEmpty
            ? visit(
                "Aucun contrat n'a ce numéro. Vérifiez-le : il en faut au moins les 4 premiers caractères.",
                "No contract has this number. Check it: at least its first 4 characters are needed.")
            : visit(
                "Plusieurs contrats ont un numéro qui commence ainsi : écrivez-en davantage.",
                "The numbers of several contracts begin so: write more of it.")
        return try await start(visit, unopened: UnopenedNumber(typed: number, trouble: trouble))
    }
}
