import Access
import ContractService
import HTML
import Words

extension BackOffice {
    /// Opens a contract by its number, for those who read contracts and may not search for people.
    func open(_ number: String, _ visit: Visit) async throws -> PageAnswer {
        guard visit.mayRead else { throw PageTrouble.roleNeeded(.readers) }
        // Guesses are counted as searches are.
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

/// A number that opened no contract, as typed.
struct UnopenedNumber {
    let typed: String
    let trouble: String
}

/// The form that opens a contract by its number.
struct NumberForm {
    let unopened: UnopenedNumber?
    let visit: Visit

    var html: HTML {
        let error = unopened.map { unopened -> HTML in "<span class=\"error\" id=\"contract-error\">\(unopened.trouble)</span>" }
        let described = unopened == nil ? "contract-hint" : "contract-hint contract-error"
        let invalid: String? = unopened == nil ? nil : "true"
        return """
            <form action="/" class="filter" aria-label="\(visit("Ouvrir un contrat", "Open a contract"))">
            <div class="field\(if: unopened != nil, " wrong")"><label for="contract">\(visit("Numéro de contrat", "Contract number"))</label>\
            <span class="hint" id="contract-hint">\(visit("En entier, ou ses 8 premiers caractères.", "Whole, or its first 8 characters."))</span>\(error)\
            <input id="contract" name="contract" autocomplete="off" spellcheck="false" maxlength="36" value="\(unopened?.typed)"\
            \(attribute: "aria-invalid", invalid) aria-describedby="\(described)"></div>
            <p><button>\(visit("Ouvrir", "Open"))</button></p>
            </form>

            """
    }
}
