import BillingService
import CivilTime
import Contracts
import HTML
import Words

/// The run-off triangle: what was called of each month, by how many months after it.
struct RunOffSection {
    let runOff: RunOff
    let file: PageAddress
    let visit: Visit

    /// How many months of origin the page shows.
    private static let shown = 24
    /// The classes of delays in months.
    private static let classes: [ClosedRange<Int>] = [Int.min / 2...0, 1...1, 2...2, 3...5, 6...11, 12...Int.max / 2]

    var html: HTML {
        """
        <section aria-labelledby="run-off"><h2 id="run-off">\(visit("Ce qui a été appelé, par mois d'origine et retard de l'appel", "What was called, by month of origin and delay of the call"))</h2>
        \(runOff.cells.isEmpty ? nothing : "\(table)\(visit.tableButton(file))")</section>

        """
    }

    private var nothing: HTML { "<p>\(visit("Rien n'a été appelé.", "Nothing was called."))</p>\n" }

    private var table: HTML {
        let origins = Dictionary(grouping: runOff.cells, by: \.origin)
        let months = origins.keys.sorted().suffix(Self.shown)
        let heads = Self.classes.map { part -> HTML in "<th scope=\"col\" class=\"num\">\(words(part))</th>" }
        let rows = months.map { month -> HTML in row(month, origins[month] ?? []) }
        let left = origins.count - months.count
        let earlier: HTML? =
            left > 0
            ? "<p class=\"src\">\(visit("Les mois d'origine plus anciens (\(left)) sont dans le fichier.", "Earlier months of origin (\(left)) are in the file."))</p>\n"
            : nil
        return """
            <p>\(visit("Ce que reçoit la mutuelle. Une barre compare les retards d'un même mois ; une somme négative est rendue. Une reprise n'y est pas : un autre système a appelé ce qu'elle contient.", "What the insurer receives. A bar compares the delays of one month; a negative sum is given back. An opening is not there: another system called what it states."))</p>
            <div class="wide" role="region" aria-labelledby="run-off" tabindex="0"><table aria-labelledby="run-off">
            <thead><tr><th scope="col">\(visit("Mois d'origine", "Month of origin"))</th>\(heads)<th scope="col" class="num">\(visit("En tout", "In all"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            \(earlier)
            """
    }

    private func row(_ month: Month, _ cells: [RunOff.Cell]) -> HTML {
        let sums = Self.classes.map { part in cells.filter { part.contains($0.delay) } }
        let amounts = sums.map { $0.reduce(Money.zero) { $0 + $1.flows.received } }
        let highest = amounts.map { abs($0.cents) }.max() ?? 0
        let columns = zip(sums, amounts).map { cells, amount -> HTML in
            if cells.isEmpty { return "<td></td>" }
            let bar = EmployerBar(cents: abs(amount.cents), of: highest).html
            return "<td class=\"num\">\(amount.written(in: visit.language))\(bar)</td>"
        }
        let total = amounts.reduce(Money.zero) { $0 + $1 }
        return """
            <tr><th scope="row">\(Phrase.month(month, in: visit.language).capitalized.html)</th>\(columns)<td class="num">\(total.written(in: visit.language))</td></tr>

            """
    }

    private func words(_ part: ClosedRange<Int>) -> String {
        if part.upperBound == 0 { return visit("Le mois même, ou avant", "In the month, or before") }
        if part.upperBound > 12 { return visit("\(part.lowerBound) mois et plus", "\(part.lowerBound) months and more") }
        if part.count == 1 {
            return part.lowerBound == 1 ? visit("1 mois", "1 month") : visit("\(part.lowerBound) mois", "\(part.lowerBound) months")
        }
        return visit("\(part.lowerBound) à \(part.upperBound) mois", "\(part.lowerBound) to \(part.upperBound) months")
    }
}
