import Access
import Billing
import CivilTime
import Contracts
import HTML
import Words

/// Tables of amounts, a row for each sum of the three flows.
struct MoneyTable {
    /// A row.
    struct Row {
        let heading: HTML
        let flows: Flows
        /// Between the heading and the amounts.
        var cells = HTML()
    }

    /// The identifier of the heading that names the table.
    let labelledBy: String
    /// The headings of the first columns.
    let columns: [String]
    /// The heading of a column of counts behind them; nil when there is none.
    var count: String?
    let rows: [Row]
    /// Whether each amount bears its sign: it is a difference.
    var isSigned = false
    let visit: Visit

    var html: HTML {
        let heads = columns.map { column -> HTML in "<th scope=\"col\">\(column)</th>" }
        let counted = count.map { count -> HTML in "<th scope=\"col\" class=\"num\">\(count)</th>" }
        let flows = Flow.allCases.map { flow -> HTML in "<th scope=\"col\" class=\"num\">\(visit(flow.words.capitalized))</th>" }
        let lines = rows.map { row -> HTML in
            "<tr><th scope=\"row\">\(row.heading)</th>\(row.cells)\(Flow.allCases.map { amount(row.flows[$0]) })</tr>\n"
        }
        return """
            <div class="wide" role="region" aria-labelledby="\(labelledBy)" tabindex="0"><table aria-labelledby="\(labelledBy)">
            <thead><tr>\(heads)\(counted)\(flows)</tr></thead>
            <tbody>
            \(lines)</tbody></table></div>

            """
    }

    private func amount(_ money: Money) -> HTML {
        "<td class=\"num\">\(isSigned ? money.signed(in: visit.language) : money.written(in: visit.language))</td>"
    }
}

extension Flows {
    /// What the insurer receives.
    var received: Money { employerToInsurer + agentToInsurer }
}

extension Visit {
    /// A count of contracts.
    func contracts(_ count: Int) -> String {
        count == 1 ? self("1 contrat", "1 contract") : self("\(count) contrats", "\(count) contracts")
    }

    /// A count of direct debits.
    func debits(_ count: Int) -> String {
        count == 1 ? self("1 prélèvement", "1 direct debit") : self("\(count) prélèvements", "\(count) direct debits")
    }

    /// Whether the caller may make runs and hand over files.
    var maySupervise: Bool { caller.capacity.has(oneOf: [.supervisor]) }
}
