import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension ContractPage {
    /// *Ce qui presse*: each line with the button that settles it. Another knowledge shows no buttons, because commands act on the present.
    var pressing: HTML {
        """
        <section aria-labelledby="presse"><h2 id="presse">\(visit("Ce qui presse", "What presses"))</h2>
        \(pressingList)</section>

        """
    }

    private var pressingList: HTML {
        if reading.pressing.isEmpty {
            let last = Phrase.day(contract.asOf.adding(days: ContractDay.noticeDays), in: language)
            let nothing: Phrase = language == .french ? "Rien d'ici le \(last)." : "Nothing until \(last)."
            return "<p>\(nothing.html)</p>\n"
        }
        let hasButtons = visit.mayRecord && !isOther
        let lines = reading.pressing.map { work -> HTML in
            let line = work.line
            let button: HTML? =
                hasButtons
                ? """
                 <a class="btn" href="\(settles(work))">\(work.kind.action[language])<span class="skip">\
                \(language == .french ? "\u{202F}" : ""): \(line.matter.html)</span></a>
                """ : nil
            let sign: HTML? = line.isOverdue ? "! " : nil
            return """
                <li\(if: line.isOverdue, " class=\"bad\"")><span><span class="tag">\(sign)\(line.due.html)</span>\
                \(language == .french ? "\u{202F}" : ""): \(line.matter.html)</span>\(button)</li>

                """
        }
        return "<ul class=\"due\">\n\(lines)</ul>\n"
    }

    /// The form that settles work, with the known fields filled in.
    private func settles(_ work: PressingWork) -> PageAddress {
        var address = links.act(work.kind.command)
        let fields: [(name: String, value: String?)] = [
            ("beneficiary", work.beneficiary.map { Person.beneficiary($0).description }), ("month", work.month?.description),
            ("suspensionFrom", work.kind == .continuationDeadline ? reading.suspensionFrom?.description : nil),
            ("from", work.kind == .beneficiaryAgeLimit || work.kind == .statusExpiring ? work.dueOn.next.description : nil),
        ]
        for field in fields where field.value != nil && work.kind.command != nil { address = address.setting(field.name, to: field.value) }
        return address
    }
}
