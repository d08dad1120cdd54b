import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// *Compte*: an agent's account, and what was called for their months, run by run.
struct ContractAccountPage {
    let record: ContractRecord
    let account: AccountPage
    /// What was called, the latest month first.
    let lines: [CalledLine]
    /// The first month that the page reads.
    let first: Month
    /// Whether there may be lines of earlier months.
    let hasEarlier: Bool
    /// What the latest run holds; nil when it holds nothing, or when the page shows an earlier knowledge.
    let held: HeldDebit?
    /// Whether the page begins after other months, or after other movements.
    let isLater: (months: Bool, movements: Bool)
    /// Whether the debits were just resumed.
    let isResumed: Bool
    let visit: Visit
    let links: ContractLinks
    let people: CalledPeople

    private var language: Language { visit.language }

    /// How many months a page has.
    static let monthsPerPage = 12

    /// The title of the window: it names no person.
    var title: String {
        visit("Compte du contrat \(record.id.description.prefix(8))", "Account of contract \(record.id.description.prefix(8))")
    }

    var main: HTML {
        let movements = MovementTable(account: account, page: links.account, isLater: isLater.movements, visit: visit)
        return """
            <div class="wrap">
            <p><a href="\(links.page)">\(people[nil].html), \(visit("le contrat", "the contract"))</a></p>
            \(resumed)<h1 class="big">\(visit("Compte et appels", "Account and calls"))</h1>
            \(known)\(movements.sentence)\(hold)\(called)\(movements.html)</div>

            """
    }

    private var known: HTML? {
        guard links.times.knownAt != .now else { return nil }
        let instant = record.known.knownAt.written(in: language)
        return """
            <div class="note"><p>\(visit("Vous lisez ce qui était su le \(instant).", "You read what was known on \(instant).")) \
            <a href="\(links.account.setting("known-at", to: nil))">\(visit("Maintenant", "Now"))</a></p></div>

            """
    }

    private var resumed: HTML? {
        isResumed
            ? "<div class=\"note\" role=\"status\"><p>\(visit("Les prélèvements reprennent au prochain appel.", "Direct debits resume with the next run."))</p></div>\n"
            : nil
    }

    /// What the latest run holds, with what lifts it.
    private var hold: HTML? {
        guard let held else { return nil }
        func button(_ address: PageAddress) -> HTML { "<p><a class=\"btn\" href=\"\(address)\">\(visit(held.reason.remedy))</a></p>\n" }
        let form: HTML? =
            switch held.reason {
            case .onHold, .inArrears:
                visit.formToken == nil
                    ? nil
                    : """
                    <form method="post" action="\(links.below("account", "resume"))" class="screen">\(visit.token)\
                    <p><button class="main">\(visit(held.reason.remedy))</button></p></form>

                    """
            case .mandateMissing, .mandateEnded, .mandateLapsed: button(links.act(.registerMandate))
            case .nameMissing: button(links.person(.holder))
            case .deceased, .overLimit: nil
            }
        return """
            <div class="note"><p><strong>\(visit("Prélèvement retenu", "Direct debit held"))</strong>\(visit(" : ", ": "))\(visit(held.reason)) \
            (<span class="sum">\(held.amount.written(in: language))</span>).</p>
            \(visit.mayRecord ? form : nil)</div>

            """
    }

    // MARK: Calls

    private var called: HTML {
        """
        <section aria-labelledby="calls"><h2 id="calls">\(visit("Ce qui a été appelé, mois par mois", "What was called, month by month"))</h2>
        \(table)\(pager)</section>

        """
    }

    private var table: HTML {
        if lines.isEmpty { return "<p>\(visit("Rien n'a été appelé.", "Nothing was called."))</p>\n" }
        let months = lines.map(\.line.month).reduce(into: [Month]()) { if $0.last != $1 { $0.append($1) } }
        let flows = Flow.allCases.map { flow -> HTML in "<th scope=\"col\" class=\"num\">\(visit(flow.words.capitalized))</th>" }
        let groups = months.map { month -> HTML in
            let own = lines.filter { $0.line.month == month }
            let total = own.reduce(Flows.zero) { $0 + $1.line.flows }
            return """
                <tbody><tr><th scope="rowgroup" colspan="3">\(Phrase.month(month, in: language).capitalized.html)</th>\(amounts(total))<td></td></tr>
                \(own.map(row))</tbody>

                """
        }
        return """
            <div class="wide" role="region" aria-labelledby="calls" tabindex="0"><table aria-labelledby="calls">
            <thead><tr><th scope="col">\(visit("Appel", "Run"))</th><th scope="col">\(visit("Nature", "Kind"))</th><th scope="col">\(visit("À qui", "Of whom"))</th>\
            \(flows)<th scope="col">\(visit("D'où cela vient", "What caused it"))</th></tr></thead>
            \(groups)</table></div>

            """
    }

    private func row(_ called: CalledLine) -> HTML {
        let payer: HTML =
            called.line.payer.employer.map { code -> HTML in
                "<a href=\"\(PageAddress("employers", code))\"><bdi>\(code)</bdi></a>"
            } ?? "\(visit("l'agent", "the agent"))"
        let cause = LineCause(line: called.line, run: called.run, before: called.before, visit: visit)
        return """
            <tr><td>\(RunLink(called.run.number, visit).html)</td><td>\(visit(called.line.origin))</td><td>\(payer)</td>\
            \(amounts(called.line.flows))<td>\(cause.html)</td></tr>

            """
    }

    private func amounts(_ flows: Flows) -> HTML {
        let cells = Flow.allCases.map { flow -> HTML in "<td class=\"num\">\(flows[flow].written(in: language))</td>" }
        return "\(cells)"
    }

    private var pager: HTML? {
        guard hasEarlier || isLater.months else { return nil }
        let latest: HTML? =
            isLater.months ? "<a class=\"btn\" href=\"\(links.account.at("calls"))\">\(visit("Derniers mois", "Latest months"))</a> " : nil
        let earlier: HTML? =
            hasEarlier
            ? "<a class=\"btn\" href=\"\(links.account.setting("through", to: first.previous.description).at("calls"))\">\(visit("Mois précédents", "Earlier months"))</a>"
            : nil
        return "<p class=\"acts\">\(latest)\(earlier)</p>\n"
    }
}
