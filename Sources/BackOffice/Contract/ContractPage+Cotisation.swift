import CivilTime
import ContractService
import Contracts
import HTML
import Picture
import Words

extension ContractPage {
    /// The column of money: the month's amounts, their lines, and the repricing of earlier months.
    var cotisation: HTML {
        let month = reading.cotisation.month
        let title = visit(
            "Cotisation \(month.writtenAfterOf(in: language))", "Cotisation \(month.writtenAfterOf(in: language))")
        return """
            <section aria-labelledby="cotisation"><h2 id="cotisation">\(title)</h2>
            \(flows)\(lines)\(unconfirmed)\(settled)\(otherMonth)</section>

            """
    }

    private var flows: HTML {
        let cotisation = reading.cotisation
        let decided = Phrase.day(cotisation.decidedOn, in: language)
        let standing = cotisation.standing.words[language]
        let day: Phrase =
            language == .french ? "Le \(decided) décide du mois : \(standing)." : "\(decided) decides the month: \(standing)."
        if cotisation.due == .zero {
            return "<p>\(visit("Rien n'est dû.", "Nothing is due.")) \(day.html)</p>\n"
        }
        let items = Flow.allCases.compactMap { flow -> HTML? in
            cotisation.due[flow] == .zero
                ? nil
                : "<dt>\(flow.words.capitalized[language])</dt><dd class=\"sum\">\(cotisation.due[flow].written(in: language))</dd>\n"
        }
        let mandate: HTML? =
            cotisation.collection.mandateMissing
            ? " <strong>\(visit("Aucun mandat SEPA en vigueur.", "No SEPA mandate in force."))</strong>" : nil
        return """
            <dl>
            \(items)</dl>
            <p>\(cotisation.collection.method.words.capitalized[language]).\(mandate) \(day.html)</p>

            """
    }

    private var lines: HTML? {
        let lines = reading.cotisation.lines
        if lines.isEmpty { return nil }
        let rows = lines.map { line -> HTML in
            let who: HTML? = line.beneficiary.map { id -> HTML in ", \(people[id].html)" }
            return """
                <tr><th scope="row">\(line.component.words.capitalized[language])\(who)</th>\
                <td class="num">\(line.agentShare.written(in: language))</td><td class="num">\(line.employerShare.written(in: language))</td></tr>

                """
        }
        return """
            <table><caption>\(visit("De quoi le mois est fait", "What the month is made of"))</caption><thead><tr>\
            <th scope="col">\(visit("Part", "Part"))</th><th scope="col" class="num">\(visit("Agent", "Agent"))</th>\
            <th scope="col" class="num">\(visit("Employeur", "Employer"))</th></tr></thead><tbody>
            \(rows)</tbody></table>

            """
    }

    /// The unconfirmed parameters of the scheme, in words.
    private var unconfirmed: HTML? {
        let names = reading.cotisation.unconfirmed
        if names.isEmpty { return nil }
        let words = names.map { SchemeParameter(rawValue: $0)?.words[language] ?? $0 }.joined(separator: ", ")
        return "<p class=\"src\">\(visit("Valeurs provisoires, non confirmées :", "Provisional values, not confirmed:")) \(words).</p>\n"
    }

    /// The changes to earlier months by the facts learnt in this month.
    private var settled: HTML? {
        let month = reading.cotisation.month
        let settlements = reading.settled.settlements(through: month.previous).filter { !$0.past.isEmpty }
        if settlements.isEmpty { return nil }
        let rows = settlements.flatMap { settlement in
            settlement.past.map { run -> HTML in
                """
                <tr><th scope="row">\(Phrase.months(from: run.from, through: run.through, in: language).capitalized.html)</th>\
                <td>\(settlement.flow.words.capitalized[language])</td><td class="num">\(run.total.signed(in: language))</td></tr>

                """
            }
        }
        let sum = Phrase.adjustment(reading.settled.summary(through: month.previous).due, in: language)
        let name = month.written(in: language)
        return """
            <table><caption>\(visit("Régularisations : mois passés, changés par les faits sus en \(name)", "Adjustments: earlier months, changed by facts known in \(name)"))\
            </caption><thead><tr><th scope="col">\(visit("Mois", "Months"))</th><th scope="col">\(visit("Flux", "Flow"))</th>\
            <th scope="col" class="num">\(visit("Différence", "Difference"))</th></tr></thead><tbody>
            \(rows)</tbody></table>
            \(sum.map { sum -> HTML in "<p><strong>\(sum.html)</strong></p>\n" })
            """
    }

    private var otherMonth: HTML {
        let month = reading.cotisation.month
        let page = links.page
        func link(_ other: Month) -> HTML {
            "<a href=\"\(page.setting("month", to: other.description).at("cotisation"))\">\(other.written(in: language))</a>"
        }
        let near = [month.previous, month.next].filter { Month.calendar.contains($0) }.map(link)
        let hidden = [
            ("on", links.times.isOnAsked ? on.description : nil), ("known-at", record.knownAt == .now ? nil : record.knownAt.description),
            ("window", links.window?.rawValue), ("why", links.why?.description),
        ].compactMap { field -> HTML? in field.1.map { "<input type=\"hidden\" name=\"\(field.0)\" value=\"\($0)\">" } }
        let described: String? = unreadableMonth == nil ? nil : "month-error"
        let invalid: String? = unreadableMonth == nil ? nil : "true"
        let error = unreadableMonth.map { wrong -> HTML in
            "<span class=\"error\" id=\"month-error\">\(wrong.problem.phrase(in: language).html)</span>"
        }
        return """
            <form class="month\(if: unreadableMonth != nil, " wrong")" action="\(links.present.at("cotisation"))">\(hidden)<label for="month">\(visit("Autre mois", "Another month"))</label> \
            <input id="month" name="month" value="\(unreadableMonth?.text)" placeholder="\(visit("mai 2027", "May 2027"))" autocomplete="off"\
            \(attribute: "aria-invalid", invalid)\(attribute: "aria-describedby", described)> <button>\(visit("Voir ce mois", "Show this month"))</button>\
            \(error)</form>
            <p>\(HTML.joined(near, separator: " · "))</p>

            """
    }
}
