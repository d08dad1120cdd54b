import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The page of a run that was not made: what it would come to by cause, what was learnt late, and what would be held.
struct RunPreviewView {
    let asked: RunAsked
    /// The schemes that can be asked for.
    let schemes: [(name: String, label: String)]
    /// The number of the last run; nil before the first.
    let last: Int?
    let visit: Visit
    /// Nil while it is being reckoned, and when it is refused.
    var preview: RunPreview?
    /// When it was reckoned.
    var reckonedAt: Instant?
    /// The rule that refuses it.
    var refusal: BillingRule?
    /// The latest run in force before it; nil before the first.
    var before: BillingRun?
    var names: [ContractID: ShownNames] = [:]

    /// Whether the form has to be filled in again.
    var isRefusal: Bool { refusal != nil || asked.unreadable != nil && asked.hasMonth }

    var html: HTML {
        """
        <div class="wrap">
        <p><a href="/runs">\(visit("Tous les appels", "All runs"))</a></p>
        <h1 class="big">\(visit("Préparer :", "Prepare:")) \(asked.title(visit))</h1>
        \(trouble)\(form)\(result)</div>

        """
    }

    // MARK: The form

    private var trouble: HTML? {
        if let refusal {
            return """
                <div class="trouble" tabindex="-1" autofocus><h2>\(visit("Cet appel est refusé", "This run is refused"))</h2>
                <p>\(visit(both(refusal.french, refusal.english)))</p>
                <p class="src">\(refusal.id) · \(refusal.source)</p></div>

                """
        }
        guard asked.hasMonth, let unreadable = asked.unreadable else { return nil }
        return """
            <div class="trouble" tabindex="-1" autofocus><h2>\(visit("Rien n'est préparé", "Nothing is prepared"))</h2>
            <ul><li><a href="\(PageAddress.samePage.at("month"))">\(visit("Mois", "Month"))</a>\(visit(" : ", ": "))\(unreadable.phrase(in: visit.language).html)</li></ul></div>

            """
    }

    private var form: HTML? {
        // A cancellation is asked for on the page of the run that it takes back.
        if asked.kind == .cancelling { return nil }
        let error = asked.hasMonth ? asked.unreadable.map { $0.phrase(in: visit.language).html } : nil
        let kinds = RunKind.allCases.filter { $0 != .cancelling && ($0 != .opening || before == nil || asked.kind == .opening) }
        let options = kinds.map { kind -> HTML in
            "<option value=\"\(kind.rawValue)\"\(attribute: "selected", kind == asked.kind)>\(visit(kind.words.capitalized))</option>\n"
        }
        let scheme: HTML =
            schemes.count == 1
            ? "<input type=\"hidden\" name=\"scheme\" value=\"\(asked.scheme)\">"
            : """
            <div class="field"><label for="scheme">\(visit("Régime", "Scheme"))</label><select id="scheme" name="scheme">
            \(schemes.map { scheme -> HTML in "<option value=\"\(scheme.name)\"\(attribute: "selected", scheme.name == asked.scheme)>\(scheme.label)</option>\n" })</select></div>
            """
        let wrong: HTML? = error.map { error -> HTML in "<span class=\"error\" id=\"month-error\">\(error)</span>" }
        return """
            <form action="/runs/preview" class="filter screen" aria-label="\(visit("Quel appel", "Which run"))">\(scheme)
            <div class="field"><label for="kind">\(visit("Nature", "Kind"))</label><select id="kind" name="kind">
            \(options)</select></div>
            <div class="field\(if: error != nil, " wrong")"><label for="month">\(visit("Mois", "Month"))</label>\(wrong)\
            <input id="month" name="month" autocomplete="off" value="\(error == nil ? asked.month.written(in: visit.language) : asked.typed)"\
            \(attribute: "aria-describedby", error == nil ? nil : "month-error")></div>
            <p><button>\(visit("Prévisualiser", "Preview"))</button></p>
            </form>

            """
    }

    // MARK: What it would come to

    private var result: HTML? {
        if isRefusal { return nil }
        guard let preview else {
            return """
                <div class="note" role="status"><p>\(visit("L'appel se calcule : rechargez la page dans un instant.", "The run is being reckoned: reload the page in a moment."))</p></div>

                """
        }
        var figures = RunFiguresView(run: preview.run, outcome: preview.outcome, visit: visit)
        figures.examples = preview.examples
        return """
            \(figures.sentence(isAhead: true))\(reckoned)\(make)\(figures.html)\(late(preview))\(held(preview))
            """
    }

    private var reckoned: HTML? {
        reckonedAt.map { instant in
            "<p class=\"src\">\(visit("Calculé d'après ce qui était su le \(instant.written(in: .french)). Rien n'est enregistré.", "Reckoned by what was known on \(instant.written(in: .english)). Nothing is recorded."))</p>\n"
        }
    }

    private var make: HTML {
        guard visit.maySupervise else {
            return "<p class=\"src\">\(visit("Une personne qui supervise lance l'appel.", "A supervisor makes the run."))</p>\n"
        }
        guard visit.formToken != nil else { return HTML() }
        let fields = (asked.fields + [("last", String(last ?? 0))]).map { field -> HTML in
            "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">"
        }
        return """
            <form method="post" action="/runs" class="screen">\(visit.token)\(fields)\
            <p><button class="main">\(visit("Lancer :", "Make:")) \(asked.title(visit))</button> \
            <span class="src">\(visit("Un appel ne se modifie pas ; il s'annule tant qu'aucun fichier n'est remis.", "A run is not edited; it can be cancelled as long as no file is handed over."))</span></p></form>

            """
    }

    /// The contracts whose earlier months would change, each with the facts that were learnt.
    private func late(_ preview: RunPreview) -> HTML? {
        let examples = preview.examples
        if examples.adjusted.isEmpty { return nil }
        let items = examples.adjusted.map { adjusted -> HTML in
            let facts = Set(adjusted.lines.flatMap(\.learnt.events)).sorted()
            let page = ["contracts", adjusted.contract.description]
            let links = facts.map { version -> HTML in
                "<a href=\"\(PageAddress(page + ["facts", String(version)]))\">\(visit("fait \(version)", "fact \(version)"))</a>"
            }
            let changes = PageAddress(page + ["changes"]).setting("from", to: before?.knownAt.description)
            let why: HTML =
                links.isEmpty
                ? "\(visit("valeurs du régime sues depuis", "values of the scheme learnt since"))" : HTML.joined(links, separator: ", ")
            let months = Phrase.months(
                from: adjusted.lines.map(\.month).min(), through: adjusted.lines.map(\.month).max(), in: visit.language)
            return """
                <li><span>\(ContractLink(adjusted.contract, month: nil, visit).html) · \(why) · \(months.html) · \
                <span class="sum">\(adjusted.flows.received.signed(in: visit.language))</span></span> \
                <a class="btn" href="\(changes)">\(visit("Ce qui a changé", "What changed"))</a></li>

                """
        }
        let left = examples.adjustedCount - examples.adjusted.count
        return """
            <section aria-labelledby="late"><h2 id="late">\(visit("Faits sus après coup, et les mois qu'ils changent", "Facts learnt late, and the months that they change")) (\(examples.adjustedCount))</h2>
            <ul class="due">
            \(items)</ul>
            \(if: left > 0, MoreContracts(left, visit).html)</section>

            """
    }

    private func held(_ preview: RunPreview) -> HTML? {
        let (held, count) = (preview.examples.held, preview.outcome.held.count)
        if count == 0 { return nil }
        return """
            <section aria-labelledby="held"><h2 id="held">\(visit("Prélèvements retenus", "Direct debits held")) (\(count))</h2>
            \(HeldList(held: held, names: names, visit: visit).html)\(if: count > held.count, MoreContracts(count - held.count, visit).html)</section>

            """
    }
}
