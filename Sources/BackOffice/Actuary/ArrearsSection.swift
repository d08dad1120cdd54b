import BillingService
import CivilTime
import HTML
import Words

/// What is owed on accounts, by the months since it was called; agents and employers apart.
struct ArrearsSection {
    let arrears: Arrears
    let file: PageAddress
    let visit: Visit

    /// The last age that has a row of its own; older ones are summed.
    private static let last = 12

    var html: HTML {
        let parts: HTML =
            arrears.ages.isEmpty
            ? "<p>\(visit("Rien n'est dû sur les comptes.", "Nothing is owed on accounts."))</p>\n"
            : """
            <p>\(visit("Un paiement règle d'abord ce qui a été appelé en premier. Un bordereau n'est en retard qu'après son échéance. Un compte qui doit plusieurs mois d'appel compte pour chacun.", "A payment settles first what was called first. A statement is late only after it falls due. An account that owes calls of several months counts for each."))</p>
            \(Arrears.Payer.allCases.map(part))\(visit.tableButton(file))
            """
        return """
            <section aria-labelledby="arrears"><h2 id="arrears">\(visit("Ce qui est dû, par ancienneté de l'appel", "What is owed, by age of the call"))</h2>
            \(parts)</section>

            """
    }

    private func part(_ payer: Arrears.Payer) -> HTML {
        let ages = arrears.ages.filter { $0.payer == payer }
        let id = "arrears-\(payer.rawValue)"
        let name = payer == .agent ? visit("Agents", "Agents") : visit("Employeurs", "Employers")
        let total = arrears.total(of: payer).written(in: visit.language)
        if ages.isEmpty { return "<h3>\(name)</h3>\n<p>\(visit("Rien n'est dû.", "Nothing is owed."))</p>\n" }
        let sums = (0...Self.last).map { months in
            ages.filter { months == Self.last ? $0.months >= months : $0.months == months }
        }
        let rows = sums.enumerated().filter { !$0.element.isEmpty }.map { months, ages -> HTML in
            // An account that owes for several of the ages that are summed counts once: in its oldest.
            let accounts = ages.reduce(0) { $0 + (months == Self.last ? $1.oldestAccounts : $1.accounts) }
            return """
                <tr><th scope="row">\(words(months))</th><td class="num">\(ages.reduce(Money.zero) { $0 + $1.amount }.written(in: visit.language))</td>\
                <td class="num">\(accounts)</td></tr>

                """
        }
        let chart = BarChart(
            title: "\(visit("Dû", "Owed")), \(name)",
            description: visit(
                "Une barre par mois depuis l'appel ; \(total) en tout.", "A bar for each month since the call; \(total) in all."),
            values: sums.map { $0.reduce(0) { $0 + $1.amount.cents } }, ends: (words(0), words(Self.last)), id: "\(id)-chart")
        return """
            <h3 id="\(id)">\(name)\(visit(" : ", ": "))<span class="sum">\(total)</span></h3>
            \(chart.html)<div class="wide" role="region" aria-labelledby="\(id)" tabindex="0"><table aria-labelledby="\(id)">
            <thead><tr><th scope="col">\(visit("Appelé depuis", "Called since"))</th><th scope="col" class="num">\(visit("Dû", "Owed"))</th>\
            <th scope="col" class="num">\(visit("Comptes", "Accounts"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func words(_ months: Int) -> String {
        switch months {
        case 0: visit("moins d'un mois", "less than a month")
        case 1: visit("1 mois", "1 month")
        case Self.last: visit("\(months) mois et plus", "\(months) months and more")
        default: visit("\(months) mois", "\(months) months")
        }
    }
}
