import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

extension BackOffice {
    /// A command's page: the form; with a draft the preview, or the form with what is wrong.
    func commandPage(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let segment: String = try request.segment("command")
        let context = try await actContext(request, visit)
        switch segment {
        case AbsenceQuestion.segment: return absencePage(context, request.query)
        case "proposed": return proposedPage(context)
        default: break
        }
        guard let command = ClerkCommand(rawValue: segment) else { throw PageTrouble.notFound }
        guard let sealed = request.query["draft"] else { return try await emptyForm(command, context, request.query, notes: []) }
        guard let draft = openDraft(sealed, context.id, command, visit) else {
            let lost = visit(
                "Ce brouillon ne s'ouvre plus : il est gardé une heure, pour qui l'a écrit. Écrivez-le de nouveau.",
                "This draft opens no more: it is kept for one hour, for who wrote it. Write it again.")
            return try await emptyForm(command, context, request.query, notes: ["<p>\(lost)</p>\n"])
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
            return try await previewPage(context, reading, trial, draft: sealed, since: request.query["since"].flatMap { Int($0) })
        } catch let error as ServiceError {
            guard let trouble = FieldTrouble(error, in: reading.form, detail: explain(error).detail, language: visit.language) else {
                throw error
            }
            return formPage(context, reading.form, draft, troubles: [trouble], notes: meanwhile(request.query, context))
        }
    }

    /// The form before anything is typed.
    private func emptyForm(
        _ command: ClerkCommand, _ context: ActContext, _ query: PageFields, notes: [HTML]
    ) async throws -> PageAnswer {
        let typed = try await service.reckon(of: context.id, facts: context.record.entries.count) {
            FormPrefill(context: context, query: query).typed(command)
        }
        let draft = ActDraft(typed, version: context.present.version, day: context.visit.today, next: query["next"])
        return formPage(context, FormFields(command, typed: typed), draft, troubles: [], notes: notes)
    }

    /// The form with what was typed, and what is wrong with it.
    private func formPage(
        _ context: ActContext, _ form: FormFields, _ draft: ActDraft, troubles: [FieldTrouble], notes: [HTML] = []
    ) -> PageAnswer {
        let visit = context.visit
        let view = CommandForm(context: context, form: form, typed: draft.typed, troubles: troubles, next: draft.next)
        let summary = troubles.isEmpty ? HTML() : TroubleSummary(context: context, form: form, troubles: troubles).html
        let title = "\(visit(form.command))"
        return page(
            troubles.isEmpty ? title : "\(visit("Erreur : ", "Error: "))\(title)", for: visit, status: troubles.isEmpty ? 200 : 422,
            main: """
                <div class="wrap">
                \(actHeading(context, form.command))\(noted(notes))\(summary)<p class="id">\(visit(form.command.hint))</p>
                <div id="form">
                \(view.html)</div>
                </div>

                """)
    }

    /// What a command would change, with the button that records it.
    private func previewPage(
        _ context: ActContext, _ reading: CommandReading, _ trial: CommandTrial, draft: String, since: Int?
    ) async throws -> PageAnswer {
        let visit = context.visit
        let (changes, picture) = try await service.reckon(of: context.id, facts: context.record.entries.count) {
            let view = PreviewView(context, form: reading.form, read: reading.read, trial: trial)
            return (view.changes, view.picture)
        }
        let seen = seen(context, reading, trial)
        let alone = fourEyes.letsActAlone(visit.caller, in: .rescind) || !trial.annuls
        let propose: HTML? =
            alone
            ? nil
            : """
            <p>\(visit("Annuler demande deux personnes : vous proposez, une autre confirme.", "Annulling takes two people: you propose, another confirms."))</p>

            """
        let buttons: HTML = trial.new.isEmpty ? HTML() : "\(propose)\(confirmation(context, reading, draft: draft, seen: "\(seen)"))"
        return previewed(
            context, reading, draft: draft,
            content: "\(changes)\(buttons)\(picture)", notes: since.map { [meanwhile($0, context)] } ?? [])
    }

    /// The page of a draft that the caller recorded already.
    private func recordedPage(_ context: ActContext, _ reading: CommandReading, draft: String, version: Int) -> PageAnswer {
        let visit = context.visit
        let note: HTML = """
            <p>\(visit("C'est déjà enregistré :", "This is recorded already:")) \(context.link(to: version)). \
            \(visit("Enregistrer une seconde fois ne change rien.", "To record it a second time changes nothing."))</p>

            """
        return previewed(
            context, reading, draft: draft, content: "\(note)\(confirmation(context, reading, draft: draft, seen: "\(version)"))", notes: []
        )
    }

    private func previewed(
        _ context: ActContext, _ reading: CommandReading, draft: String, content: HTML, notes: [HTML]
    ) -> PageAnswer {
        let visit = context.visit
        let command = reading.form.command
        let edit = context.form(command).setting("draft", to: draft).setting("edit", to: "1").at("form")
        return page(
            "\(visit(command)) – \(visit("Si vous enregistrez", "If you record this"))", for: visit,
            main: """
                <div class="wrap">
                \(actHeading(context, command))\(noted(notes))<section aria-labelledby="said">
                <h2 id="said">\(visit("Ce que vous avez écrit", "What you wrote"))</h2>
                \(SaidBack(context: context, read: reading.read).html)<p><a href="\(edit)">\(visit("Modifier", "Change it"))</a></p>
                </section>
                <section aria-labelledby="si">
                <h2 id="si">\(visit("Si vous enregistrez", "If you record this"))</h2>
                \(content)</section>
                </div>

                """)
    }

    /// The button that records.
    private func confirmation(_ context: ActContext, _ reading: CommandReading, draft: String, seen: String) -> HTML {
        let visit = context.visit
        return """
            <form method="post" action="\(context.address("act", reading.form.command.rawValue, "confirm"))">\(visit.token)
            <input type="hidden" name="draft" value="\(draft)"><input type="hidden" name="seen" value="\(seen)">
            <p class="acts"><button class="main">\(visit("Enregistrer", "Record"))</button></p>
            </form>

            """
    }

    /// What the preview of a trial showed.
    func seen(_ context: ActContext, _ reading: CommandReading, _ trial: CommandTrial) -> SeenPreview {
        SeenPreview(
            contract: context.id, command: reading.form.command, body: reading.read.body, version: context.present.version,
            day: context.visit.today, changes: trial.changesWritten)
    }

    /// The heading of a command's page.
    func actHeading(_ context: ActContext, _ command: ClerkCommand) -> HTML {
        let menu = context.address("act")
        return """
            <p class="id top">\(context.holder) › <a href="\(menu)">\(context.visit("Que s'est-il passé ?", "What happened?"))</a></p>
            <h1 class="big">\(context.visit(command))</h1>

            """
    }

    private func noted(_ notes: [HTML]) -> HTML { HTML.joined(notes.map { note -> HTML in "<div class=\"note\">\(note)</div>\n" }) }

    private func meanwhile(_ query: PageFields, _ context: ActContext) -> [HTML] {
        query["since"].flatMap { Int($0) }.map { [meanwhile($0, context)] } ?? []
    }

    /// What others recorded since a preview was shown.
    ///
    /// - Parameter version: the contract's version then.
    private func meanwhile(_ version: Int, _ context: ActContext) -> HTML {
        let visit = context.visit
        let told = context.record.entries.filter { $0.version > version }.map { entry -> HTML in
            """
            <li>\(context.link(to: entry.version)), \(visit("par", "by")) <bdi>\(entry.recordedBy)</bdi>, \
            \(entry.recorded.recordedAt.written(in: visit.language))</li>

            """
        }
        let nothing = visit("Rien de ce que vous avez écrit n'est enregistré.", "Nothing of what you wrote is recorded.")
        let look = visit("Relisez ce que cela change maintenant.", "Read again what this changes now.")
        if told.isEmpty {
            let other = visit("Ce que cela change n'est plus ce que vous aviez lu.", "What this changes is no longer what you read.")
            return "<p><strong>\(other)</strong> \(nothing) \(look)</p>\n"
        }
        return """
            <p><strong>\(visit("Entre-temps, le dossier a changé.", "Meanwhile the file has changed."))</strong> \(nothing) \(look)</p>
            <ul>
            \(told)</ul>

            """
    }

    /// The page after a proposal.
    private func proposedPage(_ context: ActContext) -> PageAnswer {
        let visit = context.visit
        return page(
            visit("Proposé", "Proposed"), for: visit,
            main: """
                <div class="wrap">
                <p class="id top">\(context.holder)</p>
                <h1 class="big">\(visit("Proposé : une autre personne doit confirmer", "Proposed: another person has to confirm"))</h1>
                <p>\(visit("Rien n'est annulé pour le moment. La proposition attend sept jours.", "Nothing is annulled yet. The proposal waits for seven days."))</p>
                <p><a href="\(context.address())">\(visit("Revenir au dossier", "Back to the file"))</a></p>
                </div>

                """)
    }
}
