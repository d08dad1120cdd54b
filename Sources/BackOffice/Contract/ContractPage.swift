import CivilTime
import ContractService
import Contracts
import HTML
import Picture
import Words

/// The page of a known contract: two times, the sentence, what presses, the picture, why, and the facts.
struct ContractPage {
    let record: ContractRecord
    let visit: Visit
    let links: ContractLinks
    let names: ShownNames
    let people: CalledPeople
    let asked: ContractReading.Asked
    let reading: ContractReading
    /// The typed month that could not be read.
    let unreadableMonth: (text: String, problem: UnreadableText)?
    /// The next file of the worklist, if the clerk came from there.
    let nextFile: PageAddress?
    /// Whether there is a page of the agent's account.
    let hasAccount: Bool

    var contract: Contract { record.known }
    var language: Language { visit.language }
    var on: Day { asked.on }
    /// Whether facts may have been recorded, or work become due, since the knowledge of the page.
    var isPast: Bool { contract.knownAt < record.present.knownAt }
    /// Whether the page shows another knowledge than the present: an earlier one, or one of a later day. The rest of today counts as
    /// present.
    var isOther: Bool { isPast || contract.asOf > record.present.asOf }

    /// The holder's name or, if unknown, the start of the contract's number.
    var heading: HTML {
        names[nil].isKnown ? people[nil].html : "\(visit("Contrat", "Contract")) \(String(record.id.description.prefix(8)))"
    }

    /// The title of the window.
    var title: String {
        let name = names[nil].isKnown ? people[nil].plainText : "\(visit("Contrat", "Contract")) \(record.id.description.prefix(8))"
        let state = reading.day.cover?.state.words[language] ?? visit("rien de connu", "nothing known")
        let day = on.written(in: language)
        // The name stays as typed: only our own words are typeset.
        return "\(name), \(visit("\(state) le \(day)", "\(state) on \(day)"))"
    }

    var main: HTML {
        """
        \(if: isOther, KnowledgeBand(contract, present: record.present, links: links, visit: visit).html)\(times)<div class="wrap">
        \(recordedNote)<h1>\(heading)</h1>
        \(sentence)\(identity)\(actions)\(pressing)\(picture)\(why)<div class="three">
        \(cover)\(cotisation)\(rights)</div>
        \(facts)</div>

        """
    }

    private var times: HTML {
        let first = contract.firstOfLastStep?.version ?? 1
        let before: HTML? =
            first > 1
            ? "<a href=\"\(links.known(version: first - 1))\">\(visit("Avant le fait \(first)", "Before fact \(first)"))</a> · " : nil
        let now: HTML = "<a href=\"\(links.present)\">\(visit("Aujourd'hui, maintenant", "Today, now"))</a>"
        return TimesForm(
            times: links.times, visit: visit, action: links.present,
            kept: [("window", links.window?.rawValue), ("why", links.why?.description)], links: "\(before)\(now)"
        ).html
    }

    private var sentence: HTML {
        "<p class=\"say\">\(ContractSentence(reading.day, name: names[nil], in: language).phrase.html)</p>\n"
    }

    /// The contract's number, birth date, option and employer.
    private var identity: HTML {
        var parts: [HTML] = ["\(visit("Contrat", "Contract")) <code>\(record.id.description)</code>"]
        if let born = contract.holderBornOn { parts.append("\(visit("naissance le", "born on")) \(born.writtenShort)") }
        if let option = reading.option { parts.append("\(option.words[language])") }
        if let employer = reading.employer { parts.append("\(visit("employeur", "employer")) <bdi>\(employer)</bdi>") }
        parts.append("<a href=\"\(links.person(.holder))\">\(visit("identité et coordonnées", "identity and contact"))</a>")
        return "<p class=\"id\">\(HTML.joined(parts, separator: " · "))</p>\n"
    }

    private var actions: HTML {
        """
        <p class="acts">\(if: visit.mayRecord, "<a class=\"btn main\" href=\"\(links.act(nil))\">\(visit("Que s'est-il passé ?", "What happened?"))</a> ")\
        <a class="btn" href="\(links.changes)">\(visit("Ce qui a changé", "What changed"))</a> \
        <a class="btn" href="\(links.papers())">\(visit("Attestations", "Papers"))</a> \
        \(if: hasAccount, "<a class=\"btn\" href=\"\(links.account)\">\(visit("Compte et appels", "Account and calls"))</a> ")\
        <a class="btn" href="\(links.audit)">Audit</a></p>

        """
    }
}
