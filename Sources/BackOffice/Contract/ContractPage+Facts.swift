import CivilTime
import ContractService
import Contracts
import HTML
import Picture
import Words

extension ContractPage {
    /// *Les faits*, newest first: the fact, its effective day, when and by whom it was recorded, and its changes.
    var facts: HTML {
        let rescissions = contract.rescissions
        let items = reading.facts.versions.compactMap { version -> HTML? in
            record.entry(version).map { entry in item(entry, annulledBy: rescissions[version]) }
        }
        return """
            <section aria-labelledby="faits"><h2 id="faits">\(visit("Les faits, du plus récent au plus ancien", "The facts, newest first"))</h2>
            <ol class="facts">
            \(items)</ol>
            \(pages)</section>

            """
    }

    private func item(_ entry: ContractRecord.Entry, annulledBy rescission: Int?) -> HTML {
        let card = FactCard(entry, of: record, links: links, people: people, names: names, visit: visit, annulledBy: rescission)
        let changed = reading.facts.told[entry.version].map { told -> HTML in
            let summary = told.summary.phrase(in: language) { people[$0] }
            let together: HTML? =
                told.facts.count > 1
                ? " \(visit("(faits \(told.facts[0].version) à \(entry.version), ensemble)", "(facts \(told.facts[0].version) to \(entry.version), together)"))"
                : nil
            return "<p class=\"src\">\(visit("A changé", "Changed"))\(together)\(visit(" :", ":")) \(summary.html)</p>"
        }
        return """
            <li id="f\(entry.version)"\(if: card.isLate, " class=\"lt\"")><h3>\(card.title)</h3><p>\(card.about(offersToAnnul: true))</p>\(changed)</li>

            """
    }

    private var pages: HTML? {
        func link(_ version: Int?, _ words: String) -> HTML? {
            version.map { "<a href=\"\(links.page.setting("facts", to: String($0)).at("faits"))\">\(words)</a>" }
        }
        let all = [
            link(reading.facts.newer, visit("Faits plus récents", "Newer facts")),
            link(reading.facts.older, visit("Faits plus anciens", "Older facts")),
        ].compactMap { $0 }
        let count = contract.version
        let total = count == 1 ? visit("1 fait.", "1 fact.") : visit("\(count) faits.", "\(count) facts.")
        return all.isEmpty ? nil : "<p>\(total) \(HTML.joined(all, separator: " · "))</p>\n"
    }
}
