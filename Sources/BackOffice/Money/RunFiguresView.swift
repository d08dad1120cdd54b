import Billing
import BillingService
import CivilTime
import Contracts
import HTML
import Words

/// What a run comes to: the sentence, its sums, and why its month differs from the month before.
struct RunFiguresView {
    let run: BillingRun
    let outcome: RunOutcome
    /// Some contracts of each cause; nil where none are shown.
    var examples: RunExamples?
    let visit: Visit

    private var language: Language { visit.language }

    var html: HTML { "\(sums)\(causes)" }

    /// The run in a sentence. What has not happened yet is told in the conditional.
    func sentence(isAhead: Bool) -> HTML {
        let figures = outcome.figures
        let (called, adjusted) = (Phrase.amount(figures.called.received, in: language), figures.adjusted.received)
        if figures.lineCount == 0, outcome.debited.count == 0, outcome.held.count == 0 {
            return
                "<p class=\"say\">\(isAhead ? visit("Cet appel n'appellerait rien.", "This run would call nothing.") : visit("Cet appel n'a rien appelé.", "This run called nothing."))</p>\n"
        }
        if let cancelled = run.kind.cancels {
            let amount = Phrase.amount(Money.zero - adjusted, in: language)
            let verb =
                isAhead ? visit("Cet appel reprendrait", "This run would take back") : visit("Cet appel reprend", "This run takes back")
            return "<p class=\"say\">\(verb) \(amount.html) \(visit("de l'", "from "))\(RunLink(cancelled, visit).html).</p>\n"
        }
        let verb = isAhead ? visit("Cet appel demanderait", "This run would ask for") : visit("Cet appel demande", "This run asks for")
        let settled: HTML? =
            figures.adjusted == .zero
            ? nil
            : " \(isAhead ? visit("et régulariserait", "and would adjust") : visit("et régularise", "and adjusts")) <span class=\"sum\">\(adjusted.signed(in: language))</span> \(visit("de mois déjà appelés", "of months already called"))"
        let debits: HTML? =
            outcome.days.map { days -> HTML in
                if outcome.debited.count == 0 {
                    let nobody =
                        isAhead
                        ? visit("Il ne prélèverait personne", "It would debit nobody") : visit("Il ne prélève personne", "It debits nobody")
                    return " \(nobody)\(held(isAhead: isAhead))."
                }
                return """
                     \(isAhead ? visit("Il prélèverait", "It would debit") : visit("Il prélève", "It debits")) <span class="sum">\(outcome.debited.amount.written(in: language))</span> \
                    \(visit("par \(visit.debits(outcome.debited.count)) le", "by \(visit.debits(outcome.debited.count)) on")) \(Phrase.day(days.collectionOn, in: language).html)\
                    \(held(isAhead: isAhead)).
                    """
            }
        return "<p class=\"say\">\(verb) \(called.html)\(settled).\(debits)</p>\n"
    }

    private func held(isAhead: Bool) -> HTML? {
        if outcome.held.count == 0 { return nil }
        return
            " \(isAhead ? visit("et retiendrait", "and hold") : visit("et retient", "and holds")) <span class=\"sum\">\(outcome.held.amount.written(in: language))</span> \(visit("de \(outcome.held.count == 1 ? "1 agent" : "\(outcome.held.count) agents")", "of \(outcome.held.count == 1 ? "1 agent" : "\(outcome.held.count) agents")"))"
    }

    private var sums: HTML {
        let figures = outcome.figures
        func row(_ french: String, _ english: String, _ flows: Flows) -> MoneyTable.Row {
            MoneyTable.Row(heading: "\(visit(french, english))", flows: flows)
        }
        var rows = [
            row("Mois appelés pour la première fois", "Months called for the first time", figures.called),
            row(
                run.kind.cancels == nil ? "Régularisations de mois déjà appelés" : "Repris de l'appel annulé",
                run.kind.cancels == nil ? "Adjustments of months already called" : "Taken back from the cancelled run", figures.adjusted),
            row("Ensemble", "Together", figures.called + figures.adjusted),
        ]
        if figures.prescribed != .zero { rows.append(row("Prescrit, non appelé", "Prescribed, not called", figures.prescribed)) }
        let table = MoneyTable(labelledBy: "sums", columns: [visit("Somme", "Sum")], rows: rows, visit: visit)
        return """
            <section aria-labelledby="sums"><h2 id="sums">\(visit("Ce qui est demandé", "What is asked for"))</h2>
            \(table.html)</section>

            """
    }

    // MARK: Causes

    private var causes: HTML? {
        guard let items = outcome.explanation, let month = run.month else { return nil }
        let heading = visit(
            "Pourquoi \(month.written(in: .french)) diffère \(month.previous.writtenAfterOf(in: .french))",
            "Why \(month.written(in: .english)) differs from \(month.previous.written(in: .english))")
        if items.isEmpty {
            return """
                <section aria-labelledby="causes"><h2 id="causes">\(heading)</h2>
                <p>\(visit("Il n'en diffère pas.", "It does not differ."))</p></section>

                """
        }
        let rows = items.map { item in
            MoneyTable.Row(
                heading: "\(visit(item.cause.words.capitalized))", flows: item.flows,
                cells: "<td class=\"num\">\(String(item.contracts))</td>")
        }
        let table = MoneyTable(
            labelledBy: "causes", columns: [visit("Cause", "Cause")], count: visit("Contrats", "Contracts"), rows: rows, isSigned: true,
            visit: visit)
        return """
            <section aria-labelledby="causes"><h2 id="causes">\(heading)</h2>
            \(table.html)\(items.compactMap(contracts))</section>

            """
    }

    /// Some contracts of a cause, as links.
    private func contracts(_ item: MonthExplanation.Item) -> HTML? {
        guard let changed = examples?.changed[item.cause], !changed.isEmpty else { return nil }
        let links = changed.map { changed -> HTML in
            "<li>\(ContractLink(changed.contract, month: run.month, visit).html) \(changed.flows.received.signed(in: language))</li>\n"
        }
        let left = item.contracts - changed.count
        return """
            <details><summary>\(visit(item.cause.words.capitalized))\(visit(" : ", ": "))\(visit.contracts(item.contracts))</summary>
            <ul>
            \(links)</ul>
            \(if: left > 0, MoreContracts(left, visit).html)</details>

            """
    }
}
