import Access
import Billing
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// The effects of a command, with the button that records or proposes it.
    func previewPage(
        _ context: ActContext, _ reading: CommandReading, _ trial: CommandTrial, draft: String, note: HTML?
    ) async throws -> PageAnswer {
        let (changes, picture) = try await service.reckon(of: context.id, facts: context.record.entries.count) {
            let view = PreviewView(context, form: reading.form, read: reading.read, trial: trial)
            return (view.changes, view.picture)
        }
        let called = try await outlook(context, trial)
        return previewed(
            context, reading, draft: draft, content: "\(changes)\(called)\(decision(context, reading, trial, draft: draft))\(picture)",
            note: note)
    }

    /// When the new facts will be called, and from whom; empty where no runs are made.
    private func outlook(_ context: ActContext, _ trial: CommandTrial) async throws -> HTML {
        guard let runs else { return HTML() }
        let outlooks = try await runs.outlooks(of: context.id, trial.tried)
        let labels = Dictionary(uniqueKeysWithValues: outlooks.map { ($0.scheme, service.schemes[$0.scheme]?.label ?? $0.scheme) })
        return CallOutlookView(outlooks: outlooks, labels: labels, visit: context.visit).html
    }

    /// The button that records. A caller who may not annul alone gets the button that proposes, or the reason why there is none.
    private func decision(_ context: ActContext, _ reading: CommandReading, _ trial: CommandTrial, draft: String) -> HTML {
        if trial.new.isEmpty { return HTML() }
        let seen = "\(seen(context, reading, trial))"
        if mayRecordAlone(trial, context.visit) { return confirmation(context, reading, draft: draft, seen: seen) }
        if trial.tellsOfPeople { return notToPropose(context, trial) }
        let visit = context.visit
        let two = visit(
            "Annuler demande deux personnes : vous proposez, une autre confirme.",
            "Annulling takes two people: you propose, another confirms.")
        return """
            <p>\(two)</p>
            \(confirmation(context, reading, draft: draft, seen: seen, proposes: true))
            """
    }

    /// The page of a draft that the caller has already recorded.
    func recordedPage(_ context: ActContext, _ reading: CommandReading, draft: String, version: Int) -> PageAnswer {
        let visit = context.visit
        let known: HTML = """
            <p>\(visit("C'est déjà enregistré :", "This is recorded already:")) \(context.link(to: version)). \
            \(visit("Enregistrer une seconde fois ne change rien.", "To record it a second time changes nothing."))</p>

            """
        return previewed(
            context, reading, draft: draft, content: "\(known)\(confirmation(context, reading, draft: draft, seen: "\(version)"))")
    }

    private func previewed(
        _ context: ActContext, _ reading: CommandReading, draft: String, content: HTML, note: HTML? = nil
    ) -> PageAnswer {
        let visit = context.visit
        let command = reading.form.command
        let edit = context.form(command).setting("draft", to: draft).setting("edit", to: "1").at("form")
        return page(
            "\(visit(command)) – \(visit("Si vous enregistrez", "If you record this"))", for: visit,
            main: """
                <div class="wrap">
                \(actHeading(context, command))\(noted(note))<section aria-labelledby="said">
                <h2 id="said">\(visit("Ce que vous avez écrit", "What you wrote"))</h2>
                \(SaidBack(context: context, read: reading.read).html)<p><a href="\(edit)">\(visit("Modifier", "Change it"))</a></p>
                </section>
                <section aria-labelledby="si">
                <h2 id="si">\(visit("Si vous enregistrez", "If you record this"))</h2>
                \(content)</section>
                </div>

                """)
    }

    private func confirmation(
        _ context: ActContext, _ reading: CommandReading, draft: String, seen: String, proposes: Bool = false
    ) -> HTML {
        let visit = context.visit
        let words = proposes ? visit("Proposer", "Propose") : visit("Enregistrer", "Record")
        return """
            <form method="post" action="\(context.address("act", reading.form.command.rawValue, "confirm"))">\(visit.token)
            <input type="hidden" name="draft" value="\(draft)"><input type="hidden" name="seen" value="\(seen)">
            <p class="acts"><button class="main">\(words)</button></p>
            </form>

            """
    }

    /// The fingerprint of a trial's preview.
    func seen(_ context: ActContext, _ reading: CommandReading, _ trial: CommandTrial) -> SeenPreview {
        SeenPreview(
            contract: context.id, command: reading.form.command, body: reading.read.body, version: context.present.version,
            day: context.visit.today, changes: trial.changesWritten)
    }
}
