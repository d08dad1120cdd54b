import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The list of papers of a contract, on a day as known at an instant.
struct PaperList {
    let record: ContractRecord
    let times: TwoTimes
    /// The month of a statement, as typed.
    let month: String?
    let offers: [PaperOffer]
    let name: PersonName
    let visit: Visit

    var html: HTML {
        let name = name.phrase(or: PersonName.holder.capitalized, in: visit.language)
        let contract = PageAddress("contracts", record.id.description)
        let items = offers.map(item)
        return """
            <div class="wrap">
            <h1 class="big">\(visit("Attestations :", "Certificates:")) \(name.html)</h1>
            <form action="\(PageAddress("contracts", record.id.description, "papers"))" class="filter" aria-label="\(visit("Les deux temps", "The two times"))">
            \(field("on", visit("Au (jour)", "On (day)"), times.on.writtenShort))
            \(field("known-at", visit("Tel que connu le", "As known at"), times.knownAt.typed(in: visit.language)))
            \(field("month", visit("Mois du relevé", "Month of the statement"), month ?? ""))
            <p><button>\(visit("Voir", "Show"))</button></p>
            </form>
            <ul class="list">
            \(items)</ul>
            <p class="acts"><a class="btn" href="\(times.keeping(contract))">\(visit("Retour au contrat", "Back to the contract"))</a></p>
            </div>

            """
    }

    private func field(_ name: String, _ label: String, _ value: String) -> HTML {
        let problem = times.unreadable.first { $0.field == name }
        let error = problem.map { problem -> HTML in
            "<span class=\"error\" id=\"\(name)-error\">\(problem.problem.phrase(in: visit.language).html)</span>"
        }
        return """
            <div class="field\(if: error != nil, " wrong")"><label for="\(name)">\(label)</label>\(error)\
            <input id="\(name)" name="\(name)" value="\(problem?.text ?? value)" autocomplete="off"\
            \(attribute: "aria-describedby", error == nil ? nil : "\(name)-error")></div>
            """
    }

    private func item(_ offer: PaperOffer) -> HTML {
        let words = visit(offer.kind.words.capitalized)
        if let refusal = offer.refusal {
            return
                "<li><p>\(words)</p><p class=\"src\">\(visit("Ne s'applique pas :", "Does not apply:")) \(visit(refusal.words))</p></li>\n"
        }
        let address = times.keeping(PageAddress("contracts", record.id.description, "papers", offer.kind.rawValue))
            .setting("month", to: offer.kind == .statement ? month : nil)
        let provisional: HTML? = offer.isProvisional ? " (<strong>\(visit("provisoire", "provisional"))</strong>)" : nil
        return "<li><p><a href=\"\(address)\">\(words)</a>\(provisional)</p></li>\n"
    }
}
