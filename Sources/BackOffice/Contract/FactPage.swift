import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// The page of a fact: its content, its recording, its changes then, the covers that depend on it, and its payload.
struct FactPage {
    let record: ContractRecord
    let entry: ContractRecord.Entry
    /// The fact and those recorded with it, with their changes.
    let told: FactChanges?
    /// The present covers that depend on the fact.
    let rests: [RestingCover]
    let visit: Visit
    let links: ContractLinks
    let names: ShownNames
    let people: CalledPeople

    private var language: Language { visit.language }

    private var rescission: Int? { record.rescission(of: entry.version) }

    private var card: FactCard {
        FactCard(entry, of: record, links: links, people: people, names: names, visit: visit, annulledBy: rescission)
    }

    /// The title of the window: it names no person.
    var title: String { visit("Fait \(entry.version), \(visit(entry.fact))", "Fact \(entry.version), \(visit(entry.fact))") }

    var main: HTML {
        let known = visit("Voir la page telle que connue alors", "See the page as known then")
        return """
            <div class="wrap">
            <p><a href="\(links.page)">\(people[nil].html), \(visit("le contrat", "the contract"))</a></p>
            <h1 class="big">\(if: rescission != nil, "<s>")\(entry.version) · \(card.words)\(if: rescission != nil, "</s>")</h1>
            <p>\(card.about(offersToAnnul: false))</p>
            <p class="acts">\(annul)<a class="btn" href="\(links.known(version: entry.version))">\(known)</a></p>
            \(changed)\(reasons)\(payload)\(others)</div>

            """
    }

    private var annul: HTML? {
        card.mayRescind
            ? "<a class=\"btn main\" href=\"\(links.rescind(entry.version))\">\(visit("Annuler ce fait", "Annul this fact"))</a> " : nil
    }

    /// The changes by the fact when it was recorded.
    private var changed: HTML? {
        guard let told else { return nil }
        let together = told.facts.filter { $0.version != entry.version }
        let list = together.map { fact -> HTML in
            "<a href=\"\(links.fact(fact.version))\">\(visit("fait \(fact.version)", "fact \(fact.version)"))</a>"
        }
        let note: HTML? =
            together.isEmpty
            ? nil : "<p>\(visit("En une fois avec :", "In one step with:")) \(HTML.joined(list, separator: ", "))</p>\n"
        let view = ChangesView(told.changes, settledThrough: Month(of: told.toldOn), people: people, in: language)
        return """
            <h2>\(visit("Ce qu'il a changé, quand il a été su", "What it changed when it was known"))</h2>
            \(note)\(view.html)
            """
    }

    /// The covers that depend on the fact, as known now.
    private var reasons: HTML {
        let items = rests.map { rest -> HTML in
            let days = Phrase.period(rest.period, in: language)
            let rules = rest.rules.map(\.id).joined(separator: ", ")
            return """
                <li>\(HTML.joined(rest.people.map { people[$0].html }, separator: ", "))\(language == .french ? "\u{202F}" : ""): \(rest.cover.words[language]), \(days.html) \
                <span class="src">\(rules)</span></li>

                """
        }
        let body: HTML =
            items.isEmpty
            ? "<p>\(visit("Aucune couverture ne repose sur lui.", "No cover rests on it."))</p>\n" : "<ul>\n\(items)</ul>\n"
        return "<h2>\(visit("Ce qui repose sur lui, tel que connu maintenant", "What rests on it, as known now"))</h2>\n\(body)"
    }

    private var payload: HTML {
        PayloadView(entry, names: names, visit: visit).html
    }

    private var others: HTML {
        func link(_ version: Int, _ words: String) -> HTML? {
            record.entry(version) == nil ? nil : "<a href=\"\(links.fact(version))\">\(words)</a>"
        }
        let all = [
            link(entry.version - 1, visit("Fait précédent", "Previous fact")), link(entry.version + 1, visit("Fait suivant", "Next fact")),
        ].compactMap { $0 }
        return "<p>\(HTML.joined(all, separator: " · "))</p>\n"
    }
}

extension Contract {
    /// The covers that depend on a fact, as known; people with equal covers are grouped.
    func covers(restingOn version: Int) -> [RestingCover] {
        func resting(_ person: BeneficiaryID?, _ line: Timeline<Cover>, _ reasons: (Day) -> [Reason]) -> [RestingCover] {
            line.pieces.compactMap { piece in
                let day = piece.period.from ?? piece.period.through ?? asOf
                guard Day.calendar.contains(day) else { return nil }
                let rules = reasons(day).filter { $0.event == version }.map(\.rule)
                return rules.isEmpty ? nil : RestingCover(people: [person], period: piece.period, cover: piece.value, rules: rules)
            }
        }
        var all = resting(nil, cover) { coverReasons(on: $0) }
        for person in beneficiaries {
            for rest in resting(person.id, cover(of: person), { coverReasons(of: person, on: $0) }) {
                let place = all.firstIndex { $0.period == rest.period && $0.cover == rest.cover && $0.rules == rest.rules }
                if let place { all[place].people.append(person.id) } else { all.append(rest) }
            }
        }
        return all
    }
}
