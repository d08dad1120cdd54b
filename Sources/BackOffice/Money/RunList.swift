import Billing
import BillingService
import CivilTime
import Contracts
import HTML
import Words

/// *Appels*: the runs of all schemes, the latest first.
struct RunList {
    /// The runs of the page, the latest first.
    let runs: [RecordedRun]
    /// The number of the first run of the next page; nil on the last page.
    let next: Int?
    let isFirst: Bool
    /// The run that comes next.
    let proposed: RunAsked
    let visit: Visit

    var html: HTML {
        """
        <div class="wrap">
        <h1 class="big" id="runs">\(visit("Appels de cotisations", "Runs"))</h1>
        <p class="acts"><a class="btn main" href="\(proposed.preview)">\(visit("Préparer :", "Prepare:")) \(proposed.title(visit))</a></p>
        \(table)\(pager)</div>

        """
    }

    private var table: HTML {
        if runs.isEmpty { return "<p class=\"say\">\(visit("Aucun mois n'a encore été appelé.", "No month has been called yet."))</p>\n" }
        let rows = runs.map { recorded -> HTML in
            let run = recorded.run
            let figures = recorded.outcome?.figures
            func amount(_ flows: Flows?, isSigned: Bool = false) -> HTML {
                let text = flows.map { isSigned ? $0.received.signed(in: visit.language) : $0.received.written(in: visit.language) }
                return "<td class=\"num\">\(text ?? "–")</td>"
            }
            return """
                <tr><th scope="row"><a href="\(RunView.address(of: run.number))">\(visit("n° \(run.number)", "no. \(run.number)")), \(visit(run.title))</a></th>\
                <td>\(Phrase.day(run.asOf, in: visit.language).html)</td><td>\(visit(recorded.stateWords))</td>\
                \(amount(figures?.called))\(amount(figures?.adjusted, isSigned: true))\
                <td class="num">\(recorded.outcome.map { $0.debited.amount.written(in: visit.language) } ?? "–")</td>\
                <td class="num">\(recorded.outcome.map { $0.held.amount.written(in: visit.language) } ?? "–")</td></tr>

                """
        }
        func head(_ french: String, _ english: String) -> HTML { "<th scope=\"col\" class=\"num\">\(visit(french, english))</th>" }
        return """
            <div class="wide" role="region" aria-labelledby="runs" tabindex="0"><table aria-labelledby="runs">
            <thead><tr><th scope="col">\(visit("Appel", "Run"))</th><th scope="col">\(visit("Jour", "Day"))</th><th scope="col">\(visit("État", "State"))</th>\
            \(head("Appelé", "Called"))\(head("Régularisé", "Adjusted"))\(head("Prélevé", "Debited"))\(head("Retenu", "Held"))</tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            <p class="src">\(visit("Appelé et régularisé : ce que la mutuelle reçoit des employeurs et des agents.", "Called and adjusted: what the insurer receives from employers and agents."))</p>

            """
    }

    private var pager: HTML? {
        guard next != nil || !isFirst else { return nil }
        let first: HTML? = isFirst ? nil : "<a class=\"btn\" href=\"/runs\">\(visit("Derniers appels", "Latest runs"))</a> "
        let more = next.map { next -> HTML in
            "<a class=\"btn\" href=\"\(PageAddress("runs").setting("through", to: String(next)))\">\(visit("Appels précédents", "Earlier runs"))</a>"
        }
        return "<p class=\"acts\">\(first)\(more)</p>\n"
    }
}

extension RecordedRun {
    /// Where it is, in words.
    var stateWords: Bilingual {
        if let cancelledBy { return both("annulé par le n° \(cancelledBy)", "cancelled by no. \(cancelledBy)") }
        return state == .open ? both("en cours", "in progress") : both("fait", "done")
    }
}
