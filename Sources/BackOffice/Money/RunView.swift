import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The page of a run: its figures, why its month differs, its files, and what it holds.
struct RunView {
    let recorded: RecordedRun
    /// The label of its scheme.
    let scheme: String
    let visit: Visit
    /// Whether it can be cancelled: it is the latest in force.
    var isLatest = false
    /// Whether the visitor may hand its files over: for some, somebody else than who made the run does.
    var mayHandOver = true
    /// Why it could not be made yet.
    var failure: String?
    /// Whether it was just made.
    var isMade = false
    var files = RunRows<PresentedFile>()
    var held = RunRows<HeldDebit>()
    /// The employers with a statement.
    var employers = RunRows<String>()
    var names: [ContractID: ShownNames] = [:]
    /// What was refused of a file.
    var refused: RefusedFile?

    /// Some rows of a run.
    struct RunRows<Row: Sendable>: Sendable {
        var rows: [Row] = []
        /// The last row before these; nil on the first page.
        var after: String?
        /// Whether the page begins after other rows.
        var isLater: Bool { after != nil }
        /// Where the next page begins; nil on the last one.
        var next: String?
    }

    /// The page of a run.
    static func address(of run: Int) -> PageAddress { PageAddress("runs", String(run)) }

    private var run: BillingRun { recorded.run }
    private var language: Language { visit.language }

    /// The title of the window and of the page.
    var title: String { visit("Appel n° \(run.number)", "Run \(run.number)") }

    var html: HTML {
        """
        <div class="wrap">
        <p><a href="/runs">\(visit("Tous les appels", "All runs"))</a></p>
        \(refusal)\(note)<h1 class="big">\(title) – \(visit(run.title))</h1>
        \(about)\(content)</div>

        """
    }

    private var note: HTML? {
        isMade && recorded.state == .completed
            ? "<div class=\"note\" role=\"status\"><p>\(visit("L'appel est fait.", "The run is made."))</p></div>\n" : nil
    }

    private var refusal: HTML? {
        guard let refused else { return nil }
        let rule: HTML? = refused.rule.map { rule -> HTML in "<p class=\"src\">\(rule.id) · \(rule.source)</p>\n" }
        // To the field, where there is one: nobody changes a file that the bank has.
        let hasField = files.rows.contains { $0.id == refused.file && hasForm($0) }
        let link: HTML =
            hasField
            ? "<a href=\"\(PageAddress.samePage.at("on-\(refused.file)"))\">\(visit("Jour", "Day")), \(refused.file)</a>"
            : "<a href=\"\(PageAddress.samePage.at("files"))\">\(visit("Fichiers de prélèvements", "Direct debit files"))</a>"
        return """
            <div class="trouble" tabindex="-1" autofocus><h2>\(visit("Fichier \(refused.file) : rien n'est enregistré", "File \(refused.file): nothing is recorded"))</h2>
            <p>\(refused.words(in: language))</p>
            \(rule)<p>\(link)</p></div>

            """
    }

    private var about: HTML {
        let known = run.knownAt.written(in: language)
        let parts: [HTML] = [
            "\(scheme)", "<strong>\(visit(recorded.stateWords))</strong>",
            "\(visit("d'après ce qui était su le \(known)", "by what was known on \(known)"))",
            "\(visit("position", "position")) \(String(run.position))",
            "\(visit("demandé par", "asked for by")) <bdi>\(recorded.recordedBy)</bdi>",
        ]
        return "<p class=\"id\">\(HTML.joined(parts, separator: " · "))</p>\n"
    }

    private var content: HTML {
        guard let outcome = recorded.outcome else {
            let trouble: HTML? = failure.map { failure -> HTML in
                "<p class=\"bad\"><span class=\"tag\">\(visit("Il n'a pas pu être fait jusqu'ici :", "It could not be made so far:"))</span> <code>\(failure)</code></p>\n"
            }
            return """
                <div class="note" role="status"><p>\(visit("L'appel se fait : rechargez la page dans un instant. Vous pouvez la fermer, il continue.", "The run is being made: reload the page in a moment. You may close it, the run goes on."))</p>
                \(trouble)</div>

                """
        }
        let figures = RunFiguresView(run: run, outcome: outcome, visit: visit)
        return "\(figures.sentence(isAhead: false))\(actions)\(figures.html)\(debits(outcome))\(heldSection(outcome))\(statements)"
    }

    private var actions: HTML? {
        guard isLatest, recorded.state == .completed, run.kind.cancels == nil else { return nil }
        let address = PageAddress("runs", "preview").setting("scheme", to: run.scheme).setting("kind", to: RunKind.cancelling.rawValue)
            .setting("cancels", to: String(run.number))
        return "<p class=\"acts\"><a class=\"btn\" href=\"\(address)\">\(visit("Annuler cet appel…", "Cancel this run…"))</a></p>\n"
    }

    // MARK: Files

    private func debits(_ outcome: RunOutcome) -> HTML? {
        guard let days = outcome.days, outcome.debited.count > 0 else { return nil }
        let last = TargetCalendar.lastOpenDay(before: days.collectionOn)
        func day(_ day: Day) -> HTML { Phrase.day(day, in: language).html }
        return """
            <section aria-labelledby="files"><h2 id="files">\(visit("Fichiers de prélèvements", "Direct debit files"))</h2>
            <p>\(visit("Prévenir les agents au plus tard le", "Tell the agents by")) \(day(days.notifyBy))\(visit(" ; remettre les fichiers à la banque au plus tard le", "; hand the files over to the bank by")) \(day(last))\
            \(visit(" ; prélèvement le", "; collection on")) \(day(days.collectionOn)).</p>
            <ul class="list">
            \(files.rows.map(item))</ul>
            \(pager(files, "files", visit("Fichiers suivants", "Next files")))</section>

            """
    }

    private func item(_ file: PresentedFile) -> HTML {
        let changed = file.changedOn.map { day -> HTML in " \(visit("le", "on")) \(Phrase.day(day, in: language).html)" }
        return """
            <li><h3 id="file-\(file.id)"><code>\(file.id)</code> – \(visit(file.state))\(changed)</h3>
            <p>\(visit.debits(file.sum.count)), <span class="sum">\(file.sum.amount.written(in: language))</span></p>
            \(forms(file))</li>

            """
    }

    /// Whether the visitor can say what became of a file.
    private func hasForm(_ file: PresentedFile) -> Bool { visit.maySupervise && visit.formToken != nil && file.state == .presented }

    private func forms(_ file: PresentedFile) -> HTML? {
        guard visit.maySupervise else { return nil }
        let document = PageAddress("direct-debit-files", file.id)
        let download: HTML? =
            file.state == .withdrawn
            ? nil : "<a class=\"btn\" href=\"\(document)\">\(visit("Télécharger le fichier (XML)", "Download the file (XML)"))</a>"
        let acts: HTML? = download.map { "<p class=\"acts\">\($0)</p>\n" }
        guard file.state == .presented else { return acts }
        let other: HTML? =
            mayHandOver
            ? nil
            : "<p class=\"src\">\(visit(both(BillingRule.fileSameSupervisor.french, BillingRule.fileSameSupervisor.english)))</p>\n"
        guard hasForm(file) else { return "\(acts)\(other)" }
        let wrong = refused?.file == file.id ? refused : nil
        let field = "on-\(file.id)"
        let error = wrong.map { wrong -> HTML in "<span class=\"error\" id=\"\(field)-wrong\">\(wrong.words(in: language))</span>" }
        let described: String? = wrong == nil ? nil : "\(field)-wrong"
        let words = visit("Il est remis à la banque", "It is handed over to the bank")
        let page = files.after.map { after -> HTML in "<input type=\"hidden\" name=\"files\" value=\"\(after)\">" }
        let hand: HTML =
            mayHandOver
            ? "<button class=\"main\" formaction=\"\(PageAddress("direct-debit-files", file.id, "hand-over"))\">\(words)</button> "
            // Enter in the field presses the first button, and must not withdraw the file.
            : "<button disabled hidden>\(words)</button>"
        return """
            \(acts)\(other)<form method="post" action="\(PageAddress("direct-debit-files", file.id, "withdraw"))" class="filter screen">\(visit.token)\
            <input type="hidden" name="run" value="\(String(run.number))">\(page)\
            <div class="field\(if: wrong != nil, " wrong")"><label for="\(field)">\(visit("Jour", "Day"))<span class="skip">, \(file.id)</span></label>\(error)\
            <input id="\(field)" name="on" autocomplete="off" value="\(wrong?.typed ?? visit.today.writtenShort)"\
            \(attribute: "aria-describedby", described)></div>
            <p>\(hand)<button>\(visit("Retirer le fichier", "Withdraw the file"))</button></p></form>

            """
    }

    // MARK: Held

    private func heldSection(_ outcome: RunOutcome) -> HTML? {
        let count = outcome.held.count
        if count == 0 { return nil }
        return """
            <section aria-labelledby="held"><h2 id="held">\(visit("Prélèvements retenus", "Direct debits held")) (\(count))</h2>
            <p>\(visit("Ces agents doivent quelque chose et ne sont pas prélevés. Ce qui est retenu vient avec l'appel suivant, une fois la cause levée.", "These agents owe something and are not debited. What is held comes along with the next run, once the cause is lifted."))</p>
            \(HeldList(held: held.rows, names: names, visit: visit).html)\(pager(held, "held", visit("Suivants", "Next")))</section>

            """
    }

    // MARK: Statements

    private var statements: HTML? {
        if employers.rows.isEmpty, !employers.isLater { return nil }
        let items = employers.rows.map { employer -> HTML in
            "<li><a href=\"\(StatementView.address(of: run.number, for: employer))\">\(visit("Bordereau de l'employeur", "Statement of employer")) <bdi>\(employer)</bdi></a></li>\n"
        }
        return """
            <section aria-labelledby="employers"><h2 id="employers">\(visit("Bordereaux des employeurs", "Employers' statements"))</h2>
            <ul>
            \(items)</ul>
            \(pager(employers, "employers", visit("Employeurs suivants", "Next employers")))</section>

            """
    }

    private func pager<Row>(_ rows: RunRows<Row>, _ name: String, _ words: String) -> HTML? {
        guard rows.isLater || rows.next != nil else { return nil }
        let page = Self.address(of: run.number)
        let first: HTML? =
            rows.isLater ? "<a class=\"btn\" href=\"\(page.at(name))\">\(visit("Revenir au début", "Back to the beginning"))</a> " : nil
        let more = rows.next.map { next -> HTML in "<a class=\"btn\" href=\"\(page.setting(name, to: next).at(name))\">\(words)</a>" }
        return "<p class=\"acts\">\(first)\(more)</p>\n"
    }
}
