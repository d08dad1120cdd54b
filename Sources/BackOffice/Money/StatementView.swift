import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// *Bordereau*: what a run asks of an employer, on A4.
struct StatementView {
    let employer: String
    let statement: StatementPage
    /// The label of its scheme.
    let scheme: String
    /// The latest run in force before; nil before the first.
    let before: BillingRun?
    let isLater: Bool
    let visit: Visit

    private var run: BillingRun { statement.run }
    private var language: Language { visit.language }

    /// The page of a statement.
    static func address(of run: Int, for employer: String) -> PageAddress {
        PageAddress("runs", String(run), "statements", employer)
    }

    var title: String { visit("Bordereau de l'appel n° \(run.number)", "Statement of run \(run.number)") }

    var html: HTML {
        let known = run.knownAt.written(in: language)
        return """
            <div class="wrap paper">
            <p class="acts"><a class="btn" href="\(RunView.address(of: run.number))">\(visit("L'appel", "The run"))</a> \
            <a class="btn" href="\(EmployerAccountView.address(of: employer))">\(visit("Compte de l'employeur", "The employer's account"))</a> \
            <span class="src">\(visit("Pour l'imprimer : Ctrl + P.", "To print it: Ctrl + P."))</span></p>
            <p class="brand">Maintien</p>
            <h1 class="big">\(title) – \(visit(run.title))</h1>
            <p>\(scheme)</p>
            <p>\(visit("Employeur", "Employer")) <bdi>\(employer)</bdi></p>
            <p>\(visit("D'après ce qui était su le \(known).", "By what was known on \(known)."))</p>
            \(payable)\(months)\(lines)</div>

            """
    }

    private var payable: HTML {
        func item(_ french: String, _ english: String, _ amount: Money) -> HTML {
            "<dt>\(visit(french, english))</dt><dd class=\"sum\">\(amount.written(in: language))</dd>\n"
        }
        return """
            <p class="say">\(sentence)</p>
            <dl>
            \(item("Solde avant l'appel", "Balance before the run", statement.balanceBefore))\
            \(item("Appelé : part de l'employeur et retenues sur la paie", "Called: the employer's part and what is withheld on pay", statement.called))\
            \(item("Solde après l'appel", "Balance after the run", statement.balanceAfter))\
            \(item("À rembourser aux agents, hors de ce compte", "To refund to agents, beside this account", statement.totals.employerToAgent))</dl>

            """
    }

    /// What there is to pay, and by when.
    private var sentence: HTML {
        if let cancelling = statement.cancelledBy {
            let words = visit(
                "Appel annulé par le n° \(cancelling) : rien n'est à payer sur ce bordereau.",
                "Run cancelled by no. \(cancelling): nothing is to be paid on this statement.")
            return "\(words)"
        }
        if statement.payable == .zero { return "\(visit("Rien à payer.", "Nothing to pay."))" }
        return """
            \(visit("À payer :", "To pay:")) <strong class="sum">\(statement.payable.written(in: language))</strong> \
            \(visit("au plus tard le", "by")) \(Phrase.day(statement.payableOn, in: language).html)
            """
    }

    private var months: HTML {
        var rows = statement.months.map { sum in
            MoneyTable.Row(heading: Phrase.month(sum.month, in: language).capitalized.html, flows: sum.flows)
        }
        rows.append(MoneyTable.Row(heading: "<strong>\(visit("Ensemble", "Together"))</strong>", flows: statement.totals))
        let table = MoneyTable(labelledBy: "months", columns: [visit("Mois", "Month")], rows: rows, visit: visit)
        return """
            <section aria-labelledby="months"><h2 id="months">\(visit("Par mois", "By month"))</h2>
            \(table.html)</section>

            """
    }

    private var lines: HTML {
        let rows = statement.lines.map { line -> HTML in
            let amounts = Flow.allCases.map { flow -> HTML in "<td class=\"num\">\(line.flows[flow].written(in: language))</td>" }
            let cause = LineCause(line: line, run: run, before: before, visit: visit)
            return """
                <tr><th scope="row">\(ContractLink(line.contract, month: nil, visit).html)</th><td>\(Phrase.month(line.month, in: language).html)</td>\
                <td>\(visit(line.origin))</td>\(amounts)<td class="screen">\(cause.html)</td></tr>

                """
        }
        let flows = Flow.allCases.map { flow -> HTML in "<th scope=\"col\" class=\"num\">\(visit(flow.words.capitalized))</th>" }
        return """
            <section aria-labelledby="lines"><h2 id="lines">\(visit("Par contrat", "By contract")) (\(visit(statement.lineCount == 1 ? "1 ligne" : "\(statement.lineCount) lignes", statement.lineCount == 1 ? "1 line" : "\(statement.lineCount) lines")))</h2>
            <div class="wide" role="region" aria-labelledby="lines" tabindex="0"><table aria-labelledby="lines">
            <thead><tr><th scope="col">\(visit("Contrat", "Contract"))</th><th scope="col">\(visit("Mois", "Month"))</th><th scope="col">\(visit("Nature", "Kind"))</th>\
            \(flows)<th scope="col" class="screen">\(visit("D'où cela vient", "What caused it"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>
            \(pager)</section>

            """
    }

    private var pager: HTML? {
        guard isLater || statement.next != nil else { return nil }
        let page = Self.address(of: run.number, for: employer)
        let first: HTML? =
            isLater ? "<a class=\"btn\" href=\"\(page.at("lines"))\">\(visit("Revenir au début", "Back to the beginning"))</a> " : nil
        let more = statement.next.map { next -> HTML in
            "<a class=\"btn\" href=\"\(page.setting("after", to: next.description).at("lines"))\">\(visit("Contrats suivants", "Next contracts"))</a>"
        }
        return "<p class=\"acts\">\(first)\(more)</p>\n"
    }
}
