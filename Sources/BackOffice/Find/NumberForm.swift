import ContractService
import HTML
import Words

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
