import CivilTime
import Contracts
import HTML
import Words

/// The page of the portfolio.
struct PortfolioView {
    let month: Month
    let unreadable: UnreadableText?
    let typed: String
    /// Nil while the counts are being computed.
    let counts: MonthCounts?
    let flows: EmployerFlows?
    let countedAt: Instant?
    let overdueProofs: Int
    let visit: Visit

    /// The number of employers with a line of their own.
    private static let employersShown = 20

    var html: HTML {
        """
        <div class="wrap">
        <h1 class="big">\(visit("Portefeuille", "Portfolio"))</h1>
        \(form)\(waiting)<h2>\(visit("Attestations en retard", "Overdue proofs"))</h2>
        <p><a href="/work?kind=proofOverdue">\(overdueProofs == 1 ? visit("1 contrat attend une attestation en retard", "1 contract waits for an overdue proof") : visit("\(overdueProofs) contrats attendent une attestation en retard", "\(overdueProofs) contracts wait for an overdue proof"))</a></p>
        \(counts.map(developments))\(flows.map(money))</div>

        """
    }

    private var form: HTML {
        let error = unreadable.map { error -> HTML in
            "<span class=\"error\" id=\"month-error\">\(error.phrase(in: visit.language).html)</span>"
        }
        return """
            <form action="/portfolio" class="filter" aria-label="\(visit("Mois", "Month"))">
            <div class="field\(if: error != nil, " wrong")"><label for="month">\(visit("Douze mois jusqu'à", "Twelve months through"))</label>\(error)\
            <input id="month" name="month" autocomplete="off" value="\(unreadable == nil ? month.written(in: visit.language) : typed)"\
            \(attribute: "aria-describedby", error == nil ? nil : "month-error")></div>
            <p><button>\(visit("Voir", "Show"))</button></p>
            </form>

            """
    }

    private var waiting: HTML? {
        if counts == nil || flows == nil {
            return """
                <div class="note" role="status"><p>\(visit("Le décompte de tous les contrats se fait : rechargez la page dans un instant.", "All contracts are being counted: reload the page in a moment."))</p></div>

                """
        }
        guard let countedAt else { return nil }
        return
            "<p class=\"src\">\(visit("Compté le \(countedAt.written(in: .french)).", "Counted on \(countedAt.written(in: .english))."))</p>\n"
    }

    private func developments(_ counts: MonthCounts) -> HTML {
        let states = Cover.State.allCases.map { state in
            Series(id: "state-\(state.rawValue)", words: visit(state.words.capitalized), values: counts[state])
        }
        let standings = Standing.allCases.map { standing in
            Series(id: "standing-\(standing.rawValue)", words: visit(standing.words.capitalized), values: counts[standing])
        }
        return section(
            "states", visit("Personnes par état de couverture, le 1er du mois", "People by state of cover, on the 1st of the month"),
            states, counts.months)
            + section(
                "standings",
                visit("Contrats par situation, le jour qui décide du mois", "Contracts by standing, on the day that decides the month"),
                standings, counts.months)
    }

    /// A series of monthly counts.
    private struct Series {
        let id: String
        let words: String
        let values: [Int]
    }

    /// Small charts, one for each series that is not always zero, and their table.
    private func section(_ id: String, _ heading: String, _ series: [Series], _ months: [Month]) -> HTML {
        let shown = series.filter { $0.values.contains { $0 > 0 } }
        guard let first = months.first, let last = months.last, !shown.isEmpty else {
            return "<h2>\(heading)</h2>\n<p>\(visit("Personne.", "Nobody."))</p>\n"
        }
        let ends = (first: first.written(in: visit.language, abbreviated: true), last: last.written(in: visit.language, abbreviated: true))
        let charts = shown.map { series -> HTML in
            let now = written(series.values.last ?? 0)
            let description = visit(
                "De \(series.values.first ?? 0) en \(first.written(in: .french)) à \(series.values.last ?? 0) en \(last.written(in: .french)).",
                "From \(series.values.first ?? 0) in \(first.written(in: .english)) to \(series.values.last ?? 0) in \(last.written(in: .english))."
            )
            let chart = BarChart(title: series.words, description: description, values: series.values, ends: ends, id: series.id)
            let highest = written(series.values.max() ?? 0)
            return """
                <figure class="bars"><figcaption>\(series.words) <strong>\(now)</strong> \
                <span class="src">\(visit("au plus haut : \(highest)", "at most: \(highest)"))</span></figcaption>
                \(chart.html)</figure>

                """
        }
        let heads = shown.map { series -> HTML in "<th scope=\"col\" class=\"num\">\(series.words)</th>" }
        let rows = months.enumerated().map { place, month -> HTML in
            let cells = shown.map { series -> HTML in "<td class=\"num\">\(written(series.values[place]))</td>" }
            return "<tr><th scope=\"row\">\(Phrase.month(month, in: visit.language).html)</th>\(cells)</tr>\n"
        }
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(heading)</h2>
            <p class="src">\(visit("Chaque graphique a sa propre échelle, de zéro à son plus haut.", "Each chart has a scale of its own, from zero to its highest."))</p>
            <div class="three">
            \(charts)</div>
            <details><summary>\(visit("En tableau", "As a table"))<span class="skip">\(visit(" : ", ": "))\(heading)</span></summary>
            <div class="wide" role="region" aria-labelledby="\(id)" tabindex="0"><table aria-labelledby="\(id)">
            <thead><tr><th scope="col">\(visit("Mois", "Month"))</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody></table></div></details></section>

            """
    }

    private func written(_ count: Int) -> String { Money(cents: count * 100).grouped(in: visit.language) }

    private func money(_ flows: EmployerFlows) -> HTML {
        let total = flows.total
        let shown = flows.lines.prefix(Self.employersShown)
        let highest = shown.map(\.received.cents).max() ?? 0
        let rows = (Array(shown) + [total]).enumerated().map { place, line -> HTML in
            let isTotal = place == shown.count
            let name: HTML =
                isTotal
                ? "<strong>\(visit("Tous", "All"))</strong>"
                : line.employer.map { "<bdi>\($0)</bdi>" } ?? "\(visit("sans employeur", "without employer"))"
            let bar: HTML? = isTotal ? nil : EmployerBar(cents: line.received.cents, of: highest).html
            return """
                <tr><th scope="row">\(name)\(bar)</th><td class="num">\(written(line.contracts))</td>\(amount(line.due.employerToInsurer))\
                \(amount(line.due.agentToInsurer))\(amount(line.due.employerToAgent))</tr>

                """
        }
        let left = flows.lines.count - shown.count
        let others: HTML? =
            left > 0
            ? "<p class=\"src\">\(left == 1 ? visit("Et un autre employeur, dans le fichier.", "And another employer, in the file.") : visit("Et \(left) autres employeurs, dans le fichier.", "And \(left) other employers, in the file."))</p>\n"
            : nil
        let heading = "\(visit("Flux par employeur", "Flows by employer")), \(month.written(in: visit.language))"
        return """
            <section aria-labelledby="flows"><h2 id="flows">\(heading)</h2>
            <div class="wide" role="region" aria-labelledby="flows" tabindex="0"><table aria-labelledby="flows">
            <thead><tr><th scope="col">\(visit("Employeur", "Employer"))</th><th scope="col" class="num">\(visit("Contrats", "Contracts"))</th>\
            <th scope="col" class="num">\(Flows.employerToInsurerWords.capitalized[visit.language])</th>\
            <th scope="col" class="num">\(Flows.agentToInsurerWords.capitalized[visit.language])</th>\
            <th scope="col" class="num">\(Flows.employerToAgentWords.capitalized[visit.language])</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            \(others)<p><a class="btn" href="\(PageAddress("portfolio", "flows").setting("month", to: month.description))">\(visit("Tous les flux du mois (CSV)", "All flows of the month (CSV)"))</a>
            <a class="btn" href="/portfolio/what-if">\(visit("Et si le tarif changeait ?", "What if the tariff changed?"))</a>\(actuary)</p></section>

            """
    }

    private var actuary: HTML? {
        guard visit.seesFigures else { return nil }
        return "\n<a class=\"btn\" href=\"/portfolio/actuary\">\(visit("Chiffres pour l'actuaire", "Figures for the actuary"))</a>"
    }

    private func amount(_ money: Money) -> HTML { "<td class=\"num\">\(money.written(in: visit.language))</td>" }
}

extension Money {
    /// Whole euros without the euro sign, in groups of three digits.
    func grouped(in language: Language) -> String {
        let text = written(in: language)
        switch language {
        case .french: return String(text.dropLast(5))
        case .english: return String(text.dropFirst().dropLast(3))
        }
    }
}
