import Billing
import BillingService
import CivilTime
import HTML
import Words

/// *Compte d'un employeur*: its balance, its statements and its movements.
struct EmployerAccountView {
    let employer: String
    let account: AccountPage
    /// The runs with a statement, the latest first.
    let statements: [RecordedRun]
    let isLater: Bool
    let visit: Visit

    /// The page of an employer.
    static func address(of employer: String) -> PageAddress { PageAddress("employers", employer) }

    var title: String { visit("Compte de l'employeur \(employer)", "Account of employer \(employer)") }

    var html: HTML {
        let movements = MovementTable(
            account: account, page: Self.address(of: employer), isLater: isLater, visit: visit)
        return """
            <div class="wrap">
            <p><a href="/runs">\(visit("Tous les appels", "All runs"))</a></p>
            <h1 class="big">\(visit("Compte de l'employeur", "Account of employer")) <bdi>\(employer)</bdi></h1>
            \(movements.sentence)\(papers)\(movements.html)</div>

            """
    }

    private var papers: HTML {
        let items = statements.map { recorded -> HTML in
            let run = recorded.run
            let cancelled: HTML? = recorded.cancelledBy == nil ? nil : " – \(visit(recorded.stateWords))"
            let address = StatementView.address(of: run.number, for: employer)
            return """
                <li><a href="\(address)">\(visit("Appel n° \(run.number)", "Run \(run.number)")), \(visit(run.title))</a>\(cancelled)</li>

                """
        }
        let none = visit("Aucun bordereau parmi les derniers appels.", "No statement among the latest runs.")
        let list: HTML = items.isEmpty ? "<p>\(none)</p>\n" : "<ul>\n\(items)</ul>\n"
        return """
            <section aria-labelledby="statements"><h2 id="statements">\(visit("Bordereaux", "Statements"))</h2>
            \(list)</section>

            """
    }
}
