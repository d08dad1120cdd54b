import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// *Pourquoi cette absence ?* A cause from the guide's list of twelve means a temporary cessation. For another absence, its income decides.
struct AbsenceQuestion {
    /// Its segment in the path, in place of a command.
    static let segment = "absence"
    /// The field of its form.
    static let field = "cause"

    let context: ActContext
    let query: PageFields

    var html: HTML {
        let visit = context.visit
        func choice(_ value: String, _ words: String) -> HTML {
            "<label class=\"choice\"><input type=\"radio\" name=\"\(Self.field)\" value=\"\(value)\">\(words)</label>\n"
        }
        let causes = TemporaryCessation.Cause.allCases.map { choice($0.rawValue, visit($0.words.capitalized)) }
        let day = query["on"].flatMap { Day($0) }.map { day -> HTML in "<input type=\"hidden\" name=\"on\" value=\"\(day.description)\">" }
        let next = query["next"].map { next -> HTML in "<input type=\"hidden\" name=\"next\" value=\"\(next)\">" }
        return """
            <form class="form" method="post" action="\(context.address("act", Self.segment))">\(visit.token)\(day)\(next)
            <fieldset class="field"><legend>\(visit("Pourquoi cette absence ?", "Why this absence?"))</legend>
            <span class="hint">\(visit("Les douze motifs du guide : la couverture continue, et l'agent paie tout.", "The guide's twelve causes: cover goes on, and the agent pays all of it."))</span>
            \(causes)<hr>
            \(choice("", visit("Un autre motif : le revenu décide", "Another cause: the income decides")))</fieldset>
            <p class="acts"><button class="main">\(visit("Continuer", "Continue"))</button></p>
            </form>

            """
    }
}

extension BackOffice {
    /// The page of the question.
    func absencePage(_ context: ActContext, _ query: PageFields) -> PageAnswer {
        let visit = context.visit
        return page(
            visit("Pourquoi cette absence ?", "Why this absence?"), for: visit,
            main: """
                <div class="wrap">
                <p class="id top">\(context.holder) › <a href="\(context.address("act"))">\(visit("Que s'est-il passé ?", "What happened?"))</a></p>
                <h1 class="big">\(visit("Une absence commence", "An absence begins"))</h1>
                \(noted(OtherKnowledgeNote(query, of: context.record, visit)?.html))\(AbsenceQuestion(context: context, query: query).html)</div>

                """)
    }

    /// The target of an answer: a form with the cause filled in. The cause may reveal somebody's health, so it is sealed.
    func absenceAnswer(_ request: PageRequest, _ contract: ContractID, _ visit: Visit) -> PageAddress {
        let day = request.form["on"].flatMap { Day($0) }
        guard let cause = request.form[AbsenceQuestion.field].flatMap({ TemporaryCessation.Cause(rawValue: $0) }) else {
            let isOther = request.form.all.contains { $0.name == AbsenceQuestion.field }
            let page = isOther ? ClerkCommand.suspend.rawValue : AbsenceQuestion.segment
            return PageAddress("contracts", contract.description, "act", page).setting("on", to: day?.description)
                .setting("next", to: request.form["next"])
        }
        var typed = TypedFields()
        typed["/cause"] = cause.rawValue
        if let day { typed["/effectiveOn"] = day.writtenShort }
        let command = ClerkCommand.startTemporaryCessation
        let draft = ActDraft(typed, version: 0, day: visit.today, next: request.form["next"])
        return PageAddress("contracts", contract.description, "act", command.rawValue)
            .setting("draft", to: sealed(draft, contract, command, visit)).setting("edit", to: "1")
    }
}
