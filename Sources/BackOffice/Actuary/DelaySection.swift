import BillingService
import ContractService
import HTML
import Words

/// How late facts are recorded, by what they tell.
struct DelaySection {
    let delays: FactDelays
    let file: PageAddress
    let visit: Visit

    var html: HTML {
        """
        <section aria-labelledby="delays"><h2 id="delays">\(visit("Retard des faits : jours entre leur effet et leur enregistrement", "Delay of facts: days from their effect to their recording"))</h2>
        \(delays.lines.isEmpty ? nothing : content)</section>

        """
    }

    private var nothing: HTML { "<p>\(visit("Aucun fait n'est enregistré.", "No fact is recorded."))</p>\n" }

    private var content: HTML {
        let lines = delays.lines
        let (facts, late) = (lines.reduce(0) { $0 + $1.facts }, lines.reduce(0) { $0 + $1.late })
        let chart = BarChart(
            title: visit("Faits par retard", "Facts by delay"),
            description: visit(
                "Une barre par classe de retard ; faits : \(facts), dont après leur effet : \(late).",
                "A bar for each class of delays; facts: \(facts), of these after their effect: \(late)."),
            values: delays.counts, ends: (words(0), words(FactDelays.classes.count - 1)), id: "delays-chart")
        let heads = FactDelays.classes.indices.map { place -> HTML in "<th scope=\"col\" class=\"num\">\(words(place))</th>" }
        let rows = lines.map { line -> HTML in
            let counts = line.counts.map { count -> HTML in "<td class=\"num\">\(count == 0 ? "" : WhatIfTables.written(count, visit))</td>"
            }
            return """
                <tr><th scope="row">\(name(line.type))</th><td class="num">\(WhatIfTables.written(line.facts, visit))</td>\
                <td class="num">\(WhatIfTables.written(line.late, visit))</td>\(counts)</tr>

                """
        }
        return """
            <p>\(visit("Faits enregistrés : \(WhatIfTables.written(facts, visit)), dont après leur jour d'effet : \(WhatIfTables.written(late, visit)). Un fait annulé ensuite compte aussi.", "Facts recorded: \(WhatIfTables.written(facts, visit)), of these after their effective day: \(WhatIfTables.written(late, visit)). A fact annulled later counts as well."))</p>
            \(chart.html)<div class="wide" role="region" aria-labelledby="delays" tabindex="0"><table aria-labelledby="delays">
            <thead><tr><th scope="col">\(visit("Fait", "Fact"))</th><th scope="col" class="num">\(visit("Faits", "Facts"))</th>\
            <th scope="col" class="num">\(visit("Après l'effet", "After the effect"))</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            <p class="src">\(visit("Faits comptés le \(delays.knownAt.written(in: .french)).", "Facts counted on \(delays.knownAt.written(in: .english))."))</p>
            \(visit.tableButton(file))
            """
    }

    /// What a type of event tells, by the words of its command.
    private func name(_ type: String) -> HTML {
        let command = CommandName(eventType: type).flatMap { ClerkCommand(rawValue: $0.rawValue) }
        return command.map { "\(visit($0))" } ?? "<code>\(type)</code>"
    }

    private func words(_ place: Int) -> String {
        let part = FactDelays.classes[place]
        if place == 0 {
            return visit("plus de \(-part.upperBound - 1) jours avant", "more than \(-part.upperBound - 1) days ahead")
        }
        if place == FactDelays.classes.count - 1 {
            return visit("\(part.lowerBound) jours et plus", "\(part.lowerBound) days and more")
        }
        if part == 0...0 { return visit("le jour même", "the same day") }
        if part.upperBound < 0 {
            return visit("\(-part.upperBound) à \(-part.lowerBound) jours avant", "\(-part.upperBound) to \(-part.lowerBound) days ahead")
        }
        return visit("\(part.lowerBound) à \(part.upperBound) jours", "\(part.lowerBound) to \(part.upperBound) days")
    }
}
