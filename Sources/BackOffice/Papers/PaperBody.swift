import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The content of a paper, in words and tables.
struct PaperBody {
    let content: PaperContent
    let names: ShownNames
    let language: Language

    var html: HTML {
        switch content.kind {
        case .cover: cover
        case .card: card
        case .endOfCover: endOfCover
        case .portability: portability
        case .statement: content.statement.map(statement) ?? HTML()
        }
    }

    private func say(_ french: String, _ english: String) -> String { both(french, english)[language] }

    private func say(_ words: some Worded) -> String { words.words[language] }

    private func day(_ day: Day?) -> HTML {
        guard let day, Day.calendar.contains(day) else { return "–" }
        return Phrase.day(day, in: language).html
    }

    /// A day in a table, in digits.
    private func short(_ day: Day?) -> HTML {
        guard let day, Day.calendar.contains(day) else { return "–" }
        return "<time datetime=\"\(day.description)\">\(day.writtenShort)</time>"
    }

    private var cover: HTML {
        """
        <p>\(say("Le", "On")) \(day(content.on)), \(say("les personnes qui suivent sont couvertes :", "the people below are covered:"))</p>
        \(people(say("Personnes couvertes", "People covered")))\(option)
        """
    }

    private var option: HTML? { content.option.map { "<p>\(say("Garanties :", "Guarantees:")) \(say($0))</p>\n" } }

    private var card: HTML {
        let remote: HTML? = content.remoteTransmission.map {
            "<dt>\(say("Télétransmission", "Remote transmission"))</dt><dd>\($0 ? say("acceptée", "accepted") : say("refusée", "declined"))</dd>\n"
        }
        return """
            <dl>
            <dt>\(say("Valable du", "Valid from"))</dt><dd>\(day(content.validity?.from))</dd>
            <dt>\(say("Valable jusqu'au", "Valid through"))</dt><dd>\(day(content.validity?.through))</dd>
            \(remote)</dl>
            \(people(say("Bénéficiaires du tiers payant", "People on the card")))\(option)
            """
    }

    private var endOfCover: HTML {
        let resumes = content.resumesOn.map { resumed -> HTML in
            "<p>\(say("La couverture reprend le", "Cover begins again on")) \(day(resumed)).</p>\n"
        }
        return """
            <p>\(say("Le dernier jour de la couverture est le", "The last day of cover is")) <strong>\(day(content.lastDay))</strong>.</p>
            \(resumes)\(people(say("Personnes couvertes jusque-là", "People covered until then")))
            """
    }

    private var portability: HTML {
        guard let portability = content.portability else { return HTML() }
        let rows = portability.proofs.map { proof -> HTML in
            """
            <tr><th scope="row">\(Phrase.month(proof.month, in: language).html)</th><td>\(say(proof.state))</td><td>\(short(proof.dueThrough))</td></tr>

            """
        }
        return """
            <p>\(say("Les garanties sont maintenues sans cotisation, du", "Guarantees are kept without cotisation, from")) \(day(portability.days.from)) \
            \(say("au", "through")) \(day(portability.days.through)). \
            \(say("Durée du droit : \(portability.months) mois.", "Length of the right: \(portability.months) month\(portability.months == 1 ? "" : "s")."))</p>
            \(people(say("Personnes couvertes", "People covered")))
            <div class="wide" role="region" aria-label="\(say("Attestations mois par mois", "Proofs month by month"))" tabindex="0"><table>
            <caption>\(say("Attestations mois par mois", "Proofs month by month"))</caption>
            <thead><tr><th scope="col">\(say("Mois", "Month"))</th><th scope="col">\(say("État", "State"))</th><th scope="col">\(say("Au plus tard le", "Due by"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func people(_ caption: String) -> HTML {
        let hasProvisional = content.people.contains { !$0.provisional.isEmpty }
        let hasUncovered = content.people.contains { !$0.uncovered.isEmpty }
        let uncoveredHead: HTML? = hasUncovered ? "<th scope=\"col\">\(say("Sans couverture", "Without cover"))</th>" : nil
        func listed(_ periods: [Period]) -> HTML {
            HTML.joined(
                periods.map { days -> HTML in "\(say("du", "from")) \(short(days.from)) \(say("au", "through")) \(short(days.through))" },
                separator: "<br>")
        }
        let head: HTML? = hasProvisional ? "<th scope=\"col\">\(say("Provisoire", "Provisional"))</th>" : nil
        let rows = content.people.map { person -> HTML in
            let fallback = person.person == nil ? PersonName.holder.capitalized : both("Bénéficiaire", "Beneficiary")
            let name = names[person.person].phrase(or: fallback, in: language)
            let role = person.relation.map { say($0) } ?? say("titulaire", "holder")
            let uncovered: HTML? = hasUncovered ? "<td>\(listed(person.uncovered))</td>" : nil
            let provisional: HTML? = hasProvisional ? "<td>\(listed(person.provisional))</td>" : nil
            return """
                <tr><th scope="row">\(name.html)</th><td>\(role)</td><td>\(short(person.bornOn))</td><td>\(short(person.days.from))</td>\
                <td>\(short(person.days.through))</td>\(uncovered)\(provisional)</tr>

                """
        }
        return """
            <div class="wide" role="region" aria-label="\(caption)" tabindex="0"><table><caption>\(caption)</caption>
            <thead><tr><th scope="col">\(say("Nom", "Name"))</th><th scope="col">\(say("Qualité", "Relation"))</th>\
            <th scope="col">\(say("Naissance", "Born"))</th><th scope="col">\(say("Du", "From"))</th><th scope="col">\(say("Au", "Through"))</th>\(uncoveredHead)\(head)</tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
    }

    private func statement(_ statement: PaperContent.Statement) -> HTML {
        let rows = statement.lines.map { line -> HTML in
            let who = line.beneficiary.map { names[$0].phrase(or: both("Bénéficiaire", "Beneficiary"), in: language).html }
            let of: HTML? = who.map { " (\($0))" }
            return """
                <tr><th scope="row">\(say(line.component))\(of)</th>\(amount(line.employerShare))\(amount(line.agentShare))\(amount(line.amount))</tr>

                """
        }
        let flows = [
            (Flows.employerToInsurerWords, statement.due.employerToInsurer), (Flows.agentToInsurerWords, statement.due.agentToInsurer),
            (Flows.employerToAgentWords, statement.due.employerToAgent),
        ].map { words, money -> HTML in "<tr><th scope=\"row\">\(words.capitalized[language])</th>\(amount(money))</tr>\n" }
        let unconfirmed = statement.unconfirmed.compactMap { SchemeParameter(rawValue: $0)?.words[language] ?? $0 }
        let open: HTML? =
            unconfirmed.isEmpty
            ? nil : "<p class=\"src\">\(say("À confirmer :", "To be confirmed:")) \(unconfirmed.joined(separator: ", ")).</p>\n"
        let made: HTML? =
            rows.isEmpty
            ? nil
            : """
            <div class="wide" role="region" aria-label="\(say("Ce qui compose le mois", "What makes up the month"))" tabindex="0"><table>
            <caption>\(say("Ce qui compose le mois", "What makes up the month"))</caption>
            <thead><tr><th scope="col">\(say("Ligne", "Line"))</th><th scope="col" class="num">\(say("Part de l'employeur", "Employer's share"))</th>\
            <th scope="col" class="num">\(say("Part de l'agent", "Agent's share"))</th><th scope="col" class="num">\(say("Total", "Total"))</th></tr></thead>
            <tbody>
            \(rows)</tbody></table></div>

            """
        return """
            <dl>
            <dt>\(say("Titulaire", "Holder"))</dt><dd>\(names[nil].phrase(or: PersonName.holder.capitalized, in: language).html)</dd>
            <dt>\(say("Mois", "Month"))</dt><dd>\(Phrase.month(statement.month, in: language).html), \
            \(say("décidé par la situation du", "decided by the situation of")) \(day(statement.decidedOn))</dd>
            <dt>\(say("Encaissement", "Collection"))</dt><dd>\(say(statement.collection.method))</dd>
            </dl>
            \(made)<table><caption>\(say("Ce qui est dû", "What is due"))</caption>
            <thead><tr><th scope="col">\(say("De qui à qui", "From whom to whom"))</th><th scope="col" class="num">\(say("Montant", "Amount"))</th></tr></thead>
            <tbody>
            \(flows)</tbody></table>
            \(open)
            """
    }

    private func amount(_ money: Money) -> HTML { "<td class=\"num\">\(money.written(in: language))</td>" }
}
