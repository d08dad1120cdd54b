import CivilTime
import ContractService
import Contracts
import HTML
import Picture
import Words

/// *Ce qui a changé*: the differences between two knowledges of a contract, at two instants.
struct ChangesPage {
    let record: ContractRecord
    let visit: Visit
    let links: ContractLinks
    let names: ShownNames
    let people: CalledPeople
    let compared: ComparedKnowledge
    let reading: ChangesReading

    private var language: Language { visit.language }

    /// The title of the window.
    var title: String {
        let name = names[nil].isKnown ? people[nil].plainText : "\(visit("Contrat", "Contract")) \(record.id.description.prefix(8))"
        return "\(visit("Ce qui a changé", "What changed")), \(name)"
    }

    var main: HTML {
        """
        <div class="wrap">
        <p><a href="\(links.page)">\(people[nil].html), \(visit("le contrat", "the contract"))</a></p>
        <h1 class="big">\(visit("Ce qui a changé", "What changed"))</h1>
        \(form)\(compared.isReadable ? content : HTML())</div>

        """
    }

    private var content: HTML {
        """
        <p>\(between)</p>
        <h2>\(visit("Les faits arrivés entre les deux", "The facts that came between"))</h2>
        \(facts)<h2>\(visit("Ce qu'ils changent", "What they change"))</h2>
        \(ChangesView(reading.changes, settledThrough: Month(of: visit.today), people: people, in: language).html)\(picture)
        """
    }

    /// The two knowledges that are compared.
    private var between: HTML {
        let first =
            reading.before.map { before in
                let instant = before.knownAt.writtenShortly(in: language)
                return visit("le \(instant), au fait \(before.version)", "on \(instant), at fact \(before.version)")
            } ?? visit("avant le premier fait", "before the first fact")
        let last =
            record.knownAt == .now
            ? visit("à ce qui est su maintenant", "to what is known now")
            : record.known.knownAt > record.present.knownAt
                ? visit("à ce qui vaudrait le \(written)", "to what would hold on \(written)")
                : visit("à ce qui était su le \(written)", "to what was known on \(written)")
        return "\(visit("De ce qui était su \(first), \(last).", "From what was known \(first), \(last)."))"
    }

    private var written: String { record.known.knownAt.writtenShortly(in: language) }

    private var form: HTML {
        """
        <form class="form" action="\(links.below("changes"))">
        \(field("from", visit("Su d'abord", "Known first"), compared.from, visit("Vide : avant le dernier fait. Sinon un jour, un instant, ou par exemple fait 7.", "Empty: before the last fact. Else a day, an instant, or for example fact 7.")))
        \(field("to", visit("Su ensuite", "Known then"), compared.to, visit("Vide : maintenant.", "Empty: now.")))
        <p><button>\(visit("Comparer", "Compare"))</button></p>
        </form>

        """
    }

    private func field(_ name: String, _ label: String, _ typed: ComparedKnowledge.Typed, _ hint: String) -> HTML {
        let problem = typed.problem?.phrase(in: language)
        let described = problem == nil ? "\(name)-hint" : "\(name)-hint \(name)-error"
        let invalid: String? = problem == nil ? nil : "true"
        let error = problem.map { problem -> HTML in "<span class=\"error\" id=\"\(name)-error\">\(problem.html)</span>" }
        return """
            <div class="field\(if: problem != nil, " wrong")"><label for="\(name)">\(label)</label><span class="hint" id="\(name)-hint">\(hint)</span>\
            \(error)<input id="\(name)" name="\(name)" value="\(typed.text)" autocomplete="off" aria-describedby="\(described)"\
            \(attribute: "aria-invalid", invalid)></div>
            """
    }

    private var facts: HTML {
        let shown = reading.learnt.suffix(ContractReading.factsPerPage)
        let items = shown.compactMap { version -> HTML? in
            guard let entry = record.entry(version) else { return nil }
            let instant = entry.recorded.recordedAt.written(in: language)
            return """
                <li><a href="\(links.fact(version))">\(visit("Fait \(version)", "Fact \(version)"))</a> · \
                \(entry.fact.title(in: language) { names[$0] }.html), <span class="src">\(visit("su le", "known on")) \(instant)</span></li>

                """
        }
        if items.isEmpty {
            return
                "<p>\(visit("Aucun fait : le temps seul a pu changer quelque chose.", "No fact: time alone may have changed something."))</p>\n"
        }
        let others = reading.learnt.count - shown.count
        let more: HTML? =
            others > 0
            ? """
            <p><a href="\(links.page.setting("facts", to: String((shown.first ?? 1) - 1)).at("faits"))">\(others == 1 ? visit("Le fait d'avant", "The fact before") : visit("Les \(others) faits d'avant", "The \(others) facts before"))</a></p>

            """ : nil
        return "<ul>\n\(items)</ul>\n\(more)"
    }

    private var picture: HTML {
        let drawing = PictureDrawing(reading.picture, id: "frise", labels: PictureLabels(in: language)) { [links] in links.address(of: $0) }
        return """
            <section aria-labelledby="frise-t"><h2 id="frise-t">\(visit("La frise", "The timeline"))</h2>
            \(drawing.figure)<details><summary>\(visit("La frise en tableau", "The timeline as a table"))</summary>
            \(drawing.tables(reading.table))</details>
            </section>

            """
    }
}
