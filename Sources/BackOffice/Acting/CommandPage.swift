import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

extension BackOffice {
    /// The page of a command: the form; with a draft, the preview, or the form with its errors.
    func commandPage(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let segment: String = try request.segment("command")
        let context = try await actContext(request, visit)
        switch segment {
        case AbsenceQuestion.segment: return absencePage(context, request.query)
        case "proposed": return proposedPage(context)
        default: break
        }
        guard let command = ClerkCommand(rawValue: segment) else { throw PageTrouble.notFound }
        guard let sealed = request.query["draft"] else { return try await emptyForm(command, context, request.query) }
        guard let draft = openDraft(sealed, context.id, command, visit) else {
            let lost = visit(
                "Ce brouillon ne s'ouvre plus : il est gardé une heure, pour qui l'a écrit. Écrivez-le de nouveau.",
                "This draft opens no more: it is kept for one hour, for who wrote it. Write it again.")
            return try await emptyForm(command, context, request.query, note: "<p>\(lost)</p>\n")
        }
        let reading = reading(of: draft, command, visit)
        if request.query["edit"] != nil { return formPage(context, reading.form, draft, troubles: []) }
        guard reading.troubles.isEmpty, let submission = submission(reading, on: context.record, visit) else {
            return formPage(context, reading.form, draft, troubles: reading.troubles)
        }
        if let version = recordedVersion(of: draft, facts: reading.facts, in: context.record, visit) {
            return recordedPage(context, reading, draft: sealed, version: version)
        }
        do {
            let trial = try await service.tryOut(submission, on: context.record)
            return try await previewPage(context, reading, trial, draft: sealed, note: meanwhile(request.query, context))
        } catch let error as ServiceError {
            guard let trouble = FieldTrouble(error, in: reading.form, detail: explain(error).detail, language: visit.language) else {
                throw error
            }
            return formPage(context, reading.form, draft, troubles: [trouble], note: meanwhile(request.query, context))
        }
    }

    /// The form without answers.
    private func emptyForm(
        _ command: ClerkCommand, _ context: ActContext, _ query: PageFields, note: HTML? = nil
    ) async throws -> PageAnswer {
        let typed = try await service.reckon(of: context.id, facts: context.record.entries.count) {
            FormPrefill(context: context, query: query).typed(command)
        }
        let draft = ActDraft(typed, version: context.present.version, day: context.visit.today, next: query["next"])
        return formPage(
            context, FormFields(command, typed: typed), draft, troubles: [],
            note: note ?? OtherKnowledgeNote(query, of: context.record, context.visit)?.html)
    }

    /// The form with the answers and their errors.
    private func formPage(
        _ context: ActContext, _ form: FormFields, _ draft: ActDraft, troubles: [FieldTrouble], note: HTML? = nil
    ) -> PageAnswer {
        let visit = context.visit
        let view = CommandForm(context: context, form: form, typed: draft.typed, troubles: troubles, next: draft.next)
        let summary = troubles.isEmpty ? HTML() : TroubleSummary(context: context, form: form, troubles: troubles).html
        let title = "\(visit(form.command))"
        return page(
            troubles.isEmpty ? title : "\(visit("Erreur : ", "Error: "))\(title)", for: visit, status: troubles.isEmpty ? 200 : 422,
            main: """
                <div class="wrap">
                \(actHeading(context, form.command))\(noted(note))\(summary)<p class="id">\(visit(form.command.hint))</p>
                <div id="form">
                \(view.html)</div>
                </div>

                """)
    }

    /// The heading of a command's page.
    func actHeading(_ context: ActContext, _ command: ClerkCommand) -> HTML {
        let menu = context.address("act")
        return """
            <p class="id top">\(context.holder) › <a href="\(menu)">\(context.visit("Que s'est-il passé ?", "What happened?"))</a></p>
            <h1 class="big">\(context.visit(command))</h1>

            """
    }

    /// A note above the content of a page.
    func noted(_ note: HTML?) -> HTML? { note.map { note -> HTML in "<div class=\"note\">\(note)</div>\n" } }
}
