import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// A person's identity: the data in the vault, and the form that changes it.
struct PersonPage {
    let record: ContractRecord
    let person: Person
    let visit: Visit
    /// The contract's page, with the two times of the clerk's last view.
    let back: PageAddress
    /// The stored data, masked when the caller may not see it; nil when there is none.
    let held: HeldIdentity?
    let isErased: Bool
    /// The refused input.
    let draft: TypedIdentity?
    /// Who recorded the stored data, if the input conflicts with another's change.
    let recorded: (by: String, at: Instant)?
    /// The content of the form, sealed: it shows later which fields the clerk changed.
    let sealedSeen: String
    let wasSaved: Bool

    private var language: Language { visit.language }
    private var heldFields: [IdentityField: String] { TypedIdentity.fields(of: held?.content) }
    /// Whether a colleague recorded a change since the form was shown.
    private var isStale: Bool { draft.map { $0.tag != held?.tag ?? "" } ?? false }
    private var wrong: [IdentityField] { draft?.wrong ?? [] }
    /// Whether the page shows a refusal.
    var isRefusal: Bool { isStale || !wrong.isEmpty }

    /// The stored name.
    private var name: PersonName {
        isErased ? .erased : PersonName(givenNames: heldFields[.givenNames], familyName: heldFields[.familyName])
    }

    private var called: Phrase {
        let relation = person.beneficiary.flatMap { id in record.present.relation(of: id)?.words } ?? PersonName.holder
        return name.phrase(or: relation.capitalized, in: language)
    }

    /// The title of the window.
    var title: String {
        let title = visit("Identité et coordonnées", "Identity and contact")
        return isRefusal ? visit("Erreur : \(title)", "Error: \(title)") : title
    }

    var main: HTML {
        """
        <div class="wrap">
        <p><a href="\(back)">\(visit("Contrat", "Contract")) \(String(record.id.description.prefix(8)))</a></p>
        <h1 class="big">\(called.html)</h1>
        <p class="id">\(about)</p>
        \(note)\(content)</div>

        """
    }

    /// The person's relation to the holder, and the birth date.
    private var about: HTML {
        var parts: [HTML] = []
        if let id = person.beneficiary {
            if let relation = record.present.relation(of: id) { parts.append("\(relation.words.capitalized[language])") }
        } else {
            parts.append("\(PersonName.holder.capitalized[language])")
        }
        let born = person.beneficiary.map { id in record.present.bornOn(id) } ?? record.present.holderBornOn
        if let born { parts.append("\(visit("naissance le", "born on")) \(born.writtenShort)") }
        return HTML.joined(parts, separator: " · ")
    }

    private var note: HTML? {
        if isRefusal { return refusal }
        return wasSaved ? "<div class=\"note\" role=\"status\"><p>\(visit("C'est enregistré.", "It is recorded."))</p></div>\n" : nil
    }

    /// The errors, with a link to each field.
    private var refusal: HTML {
        let links = wrong.map { field -> HTML in
            "<li><a href=\"\(PageAddress.samePage.at(field.rawValue))\">\(visit(field))\(visit(" : ", ": "))\(field.refusal[language])</a></li>\n"
        }
        let list: HTML? = links.isEmpty ? nil : "<ul>\n\(links)</ul>\n"
        return """
            <div class="trouble" role="alert" tabindex="-1" autofocus><h2>\(visit("Rien n'est enregistré", "Nothing is recorded"))</h2>
            \(list)\(isStale ? stale : nil)</div>

            """
    }

    /// A colleague's changes since the form was shown.
    private var stale: HTML {
        let changed = IdentityField.allCases.filter { heldFields[$0] != (draft?.seen ?? draft?.fields ?? [:])[$0] }
        let items = changed.map { field -> HTML in
            let value: HTML = heldFields[field].map { "<bdi>\($0)</bdi>" } ?? "\(visit("vide", "empty"))"
            return "<li>\(visit(field))\(language == .french ? "\u{202F}" : ""): \(value)</li>\n"
        }
        let who = recorded.map { recorded -> HTML in
            " (<bdi>\(recorded.by)</bdi>, \(visit("le", "on")) \(recorded.at.written(in: language)))"
        }
        return """
            <p>\(visit("Un collègue a enregistré entre-temps", "A colleague recorded meanwhile"))\(who)\(visit(" :", ":"))</p>
            <ul>
            \(items)</ul>
            <p>\(visit("Le formulaire reprend ces valeurs, et garde ce que vous avez écrit. Relisez, puis enregistrez de nouveau.", "The form takes these values, and keeps what you wrote. Read it again, then record again."))</p>

            """
    }

    private var content: HTML {
        if isErased {
            return
                "<p>\(visit("Cette identité a été effacée à la demande de la personne. Rien n'en est gardé, et rien n'y sera écrit.", "This identity was erased at the person's request. Nothing is kept of it, and nothing will be written to it."))</p>\n"
        }
        return visit.mayRecord ? form : list
    }

    /// The stored data, for callers who do not record.
    private var list: HTML {
        if heldFields.isEmpty {
            return "<p>\(visit("Rien n'est enregistré de cette personne.", "Nothing is recorded of this person."))</p>\n"
        }
        let items = IdentityField.allCases.compactMap { field -> HTML? in
            heldFields[field].map { "<dt>\(visit(field))</dt><dd><bdi>\($0)</bdi></dd>\n" }
        }
        return "<dl>\n\(items)</dl>\n"
    }

    private var form: HTML {
        let values = draft.map { isStale ? $0.merged(with: heldFields) : $0.fields } ?? heldFields
        return """
            <form class="form" method="post" action="\(Self.address(of: person, in: record.id))">\(visit.token)
            <input type="hidden" name="tag" value="\(held?.tag ?? "")"><input type="hidden" name="seen" value="\(sealedSeen)">
            \(IdentityField.allCases.map { field($0, values[$0]) })
            <p><button class="main">\(visit("Enregistrer", "Record"))</button></p>
            </form>

            """
    }

    private func field(_ field: IdentityField, _ value: String?) -> HTML {
        let name = field.rawValue
        let isWrong = wrong.contains(field)
        let described = [field.hint == nil ? nil : "\(name)-hint", isWrong ? "\(name)-error" : nil].compactMap { $0 }
        let ids: String? = described.isEmpty ? nil : described.joined(separator: " ")
        let invalid: String? = isWrong ? "true" : nil
        let width: String? = field == .address ? "wider" : nil
        let hint = field.hint.map { hint -> HTML in "<span class=\"hint\" id=\"\(name)-hint\">\(hint[language])</span>" }
        let error: HTML? = isWrong ? "<span class=\"error\" id=\"\(name)-error\">\(field.refusal[language])</span>" : nil
        return """
            <div class="field\(if: isWrong, " wrong")"><label for="\(name)">\(visit(field))</label>\(hint)\(error)\
            <input id="\(name)" name="\(name)" value="\(value ?? "")" autocomplete="off"\(attribute: "class", width)\
            \(attribute: "aria-invalid", invalid)\(attribute: "aria-describedby", ids)></div>

            """
    }

    /// The address of the page.
    static func address(of person: Person, in contract: ContractID) -> PageAddress {
        PageAddress("contracts", contract.description, "people", person.description)
    }
}

extension Contract {
    /// The relation to the holder of a person who was ever enrolled.
    func relation(of id: BeneficiaryID) -> Relation? { enrolment(of: id)?.relation }

    /// The birth date of a person who was ever enrolled.
    func bornOn(_ id: BeneficiaryID) -> Day? { enrolment(of: id)?.bornOn }

    private func enrolment(of id: BeneficiaryID) -> Enrolment? {
        let annulled = rescissions
        func told(_ event: RecordedFact) -> Enrolment? {
            if case .enrolment(let fact) = event.fact, fact.beneficiary == id { fact } else { nil }
        }
        return events.last { told($0) != nil && annulled[$0.version] == nil }.flatMap(told) ?? events.compactMap(told).last
    }
}
