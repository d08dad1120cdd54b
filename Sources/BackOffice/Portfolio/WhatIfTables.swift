import CivilTime
import Contracts
import HTML
import Portfolio
import Words

/// The tables of a month under two schemes.
struct WhatIfTables {
    let visit: Visit

    /// A line of sums.
    struct Line {
        let name: HTML
        let sums: WhatIfSums

        init(_ name: HTML, _ sums: WhatIfSums) { (self.name, self.sums) = (name, sums) }
    }

    /// A number in groups of three digits.
    static func written(_ count: Int, _ visit: Visit) -> String { Money(cents: count * 100).grouped(in: visit.language) }

    /// The three flows under both schemes.
    func flows(_ sums: WhatIfSums) -> HTML {
        func row(_ words: Bilingual, _ flow: (Flows) -> Money) -> HTML {
            """
            <tr><th scope="row">\(visit(words.capitalized))</th>\(amount(flow(sums.inForce)))\(amount(flow(sums.whatIf)))\(difference(flow(sums.difference)))</tr>

            """
        }
        return """
            <div class="wide" role="region" aria-labelledby="result" tabindex="0"><table aria-labelledby="result">
            <thead><tr><th scope="col">\(visit("Flux", "Flow"))</th><th scope="col" class="num">\(visit("En vigueur", "In force"))</th>\
            <th scope="col" class="num">\(visit("Envisagé", "Thought of"))</th><th scope="col" class="num">\(visit("Écart", "Difference"))</th></tr></thead>
            <tbody>
            \(row(Flows.employerToInsurerWords) { $0.employerToInsurer })\(row(Flows.agentToInsurerWords) { $0.agentToInsurer })\
            \(row(Flows.employerToAgentWords) { $0.employerToAgent })</tbody></table></div>

            """
    }

    /// Lines of sums, under a heading.
    func sums(_ id: String, _ heading: String, _ names: String, _ lines: [Line]) -> HTML {
        let rows = lines.map { line -> HTML in
            let (sums, agents) = (line.sums, line.sums.agents)
            let counts = [sums.contracts, agents.more, agents.less, agents.same].map { count -> HTML in
                "<td class=\"num\">\(Self.written(count, visit))</td>"
            }
            let flows = [sums.difference.employerToInsurer, sums.difference.agentToInsurer, sums.difference.employerToAgent].map(difference)
            return "<tr><th scope=\"row\">\(line.name)</th>\(counts)\(flows)</tr>\n"
        }
        let heads = [
            visit("Contrats", "Contracts"), visit("Agent : plus", "Agent: more"), visit("moins", "less"), visit("autant", "same"),
            visit("Écart, employeur à mutuelle", "Difference, employer to insurer"), visit("agent à mutuelle", "agent to insurer"),
            visit("employeur à agent", "employer to agent"),
        ].map { head -> HTML in "<th scope=\"col\" class=\"num\">\(head)</th>" }
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(heading)</h2>
            <div class="wide" role="region" aria-labelledby="\(id)" tabindex="0"><table aria-labelledby="\(id)">
            <thead><tr><th scope="col">\(names)</th>\(heads)</tr></thead>
            <tbody>
            \(rows)</tbody></table></div></section>

            """
    }

    private func amount(_ money: Money) -> HTML { "<td class=\"num\">\(money.written(in: visit.language))</td>" }

    private func difference(_ money: Money) -> HTML { "<td class=\"num\">\(money.signed(in: visit.language))</td>" }
}
