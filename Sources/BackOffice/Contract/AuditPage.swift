import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// *Audit*: every event of a contract in words, with its metadata in the log and the result of the hash check.
struct AuditPage {
    let record: ContractRecord
    let proof: HashProof
    /// The first version of the page.
    let first: Int
    let visit: Visit
    let links: ContractLinks
    let names: ShownNames
    let people: CalledPeople

    private var language: Language { visit.language }

    /// How many events a page lists.
    private static let eventsPerPage = 100

    /// The title of the window: it names no person.
    var title: String {
        visit("Audit du contrat \(record.id.description.prefix(8))", "Audit of contract \(record.id.description.prefix(8))")
    }

    var main: HTML {
        """
        <div class="wrap">
        <p><a href="\(links.page)">\(people[nil].html), \(visit("le contrat", "the contract"))</a></p>
        <h1 class="big">Audit</h1>
        \(check)<p><a href="\(links.below("audit", "json"))">\(visit("Les mêmes événements en JSON", "The same events as JSON"))</a></p>
        <ol class="facts">
        \(record.entries.filter { $0.version >= first }.prefix(Self.eventsPerPage).map(item))</ol>
        \(pages)</div>

        """
    }

    /// What was checked for this page, and what was not.
    private var check: HTML {
        let count = record.entries.count
        let checked =
            count == 1
            ? visit("La chaîne est vérifiée pour cet événement.", "The chain is checked for this event.")
            : visit("La chaîne est vérifiée pour ces \(count) événements.", "The chain is checked for these \(count) events.")
        let outcome: HTML
        switch proof {
        case .holds:
            outcome = """
                <p><strong>✓ \(checked)</strong> \
                \(visit("Chaque empreinte a été recalculée à partir de l'événement et de l'empreinte de l'événement qui le précède dans le journal ; les versions se suivent de 1 à \(count), et ni la position ni l'heure ne recule.", "Each hash was computed again from the event and the hash of the event before it in the log; versions follow from 1 to \(count), and neither position nor time goes back."))</p>
                <p>\(visit("Cela montre que ces événements s'accordent avec leurs voisins dans le journal d'aujourd'hui, et non que le journal entier est celui d'origine : maintien verify le parcourt de bout en bout, et le compare aux sceaux gardés ailleurs.", "This shows that these events agree with their neighbours in today's log, and not that the whole log is the original one: maintien verify walks it from end to end, and compares it with the seals kept elsewhere."))</p>

                """
        case .broken(let version):
            outcome = """
                <p class="bad"><strong class="tag">! \(visit("La chaîne est rompue à l'événement \(version).", "The chain is broken at event \(version)."))</strong> \
                \(visit("Son empreinte n'est pas celle de son contenu et de l'événement qui le précède. Prévenez l'exploitation : maintien verify dira où le journal est abîmé.", "Its hash is not that of its content and of the event before it. Tell the operators: maintien verify says where the log is damaged."))</p>

                """
        }
        return "<div class=\"note\">\n\(outcome)</div>\n"
    }

    private var pages: HTML? {
        func link(_ version: Int, _ words: String) -> HTML {
            "<a href=\"\(links.audit.setting("from", to: String(version)))\">\(words)</a>"
        }
        var all: [HTML] = []
        if first > 1 { all.append(link(max(first - Self.eventsPerPage, 1), visit("Événements précédents", "Earlier events"))) }
        let next = first + Self.eventsPerPage
        if next <= record.entries.count { all.append(link(next, visit("Événements suivants", "Later events"))) }
        return all.isEmpty ? nil : "<p>\(HTML.joined(all, separator: " · "))</p>\n"
    }

    private func item(_ entry: ContractRecord.Entry) -> HTML {
        let rescission = record.rescission(of: entry.version)
        let card = FactCard(entry, of: record, links: links, people: people, names: names, visit: visit, annulledBy: rescission)
        let view = PayloadView(entry, names: names, visit: visit)
        return """
            <li id="f\(entry.version)"\(if: card.isLate, " class=\"lt\"")><h2>\(card.title)</h2>
            <p>\(card.about(offersToAnnul: false))</p>
            <p class="src">\(visit("Type", "Type")) <code>\(entry.type)</code> · \(visit("position", "position")) \(String(entry.position)) · \
            \(visit("heure UTC", "UTC")) <time datetime="\(entry.recorded.recordedAt.description)">\(entry.recorded.recordedAt.description)</time><br>\
            \(visit("empreinte", "hash")) <code>\(entry.hash)</code></p>
            \(view.json)</li>

            """
    }
}
