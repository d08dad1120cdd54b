import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The menu of events, by groups. A command that the standing forbids stays listed, with the rule that forbids it.
struct ActMenu {
    let context: ActContext
    let permissions: [Permission]
    /// The day of the permissions.
    let day: Day
    /// The day in the address, if any: forms start with it.
    let named: Day?
    /// The position in the worklist to continue from, sealed by the worklist's page.
    let next: String?
    /// The knowledge that the clerk was reading before, as the address holds it.
    let reading: String?

    private var visit: Visit { context.visit }

    var html: HTML {
        let groups = CommandGroup.allCases.map { group -> HTML in
            """
            <section>
            <h2>\(visit(group))</h2>
            <ul>
            \(if: group == .absence && allows(.suspension, .temporaryCessation), absence)\(group.commands.map(item))</ul>
            </section>

            """
        }
        return "<div class=\"menu\">\n\(groups)</div>\n"
    }

    /// The question that finds the right command for an absence.
    private var absence: HTML {
        let address = asking(context.address("act", AbsenceQuestion.segment))
        return """
            <li><p><a href="\(address)"><strong>\(visit("Une absence commence", "An absence begins"))</strong></a></p>
            <p>\(visit("Pourquoi cette absence ? Le motif et le revenu décident.", "Why this absence? The cause and the income decide."))</p></li>

            """
    }

    /// The address of a form, which keeps the day, the worklist's position and the knowledge.
    private func asking(_ form: PageAddress) -> PageAddress {
        form.setting("on", to: named?.description).setting("next", to: next).setting(OtherKnowledgeNote.item, to: reading)
    }

    private func allows(_ kinds: FactKind...) -> Bool {
        permissions.contains { permission in
            if case .forbidden = permission.verdict { return false }
            return kinds.contains(permission.kind)
        }
    }

    private func item(_ command: ClerkCommand) -> HTML {
        switch verdict(on: command) {
        case .forbidden(let refusal): return forbidden(command, refusal)
        case .allowed:
            // A mandate names the holder's account, and nothing is stored of an erased person.
            if command == .registerMandate, context.present.hasErased(nil) {
                return listed(
                    command,
                    "<p class=\"src\">\(visit("L'identité de l'agent est effacée.", "The agent's identity is erased.")) person.erased · RGPD, art. 17</p>"
                )
            }
            if command == .recordBeneficiaryStatus, context.beneficiaries(for: command).isEmpty { return withoutChildren }
            return allowed(command, HTML())
        case .depends(let field):
            if command == .recordBeneficiaryStatus, context.beneficiaries(for: command).isEmpty { return withoutChildren }
            return allowed(command, "<p class=\"src\">\(depends(on: field))</p>")
        }
    }

    /// The entry without a link: only children have a status, and the contract has none.
    private var withoutChildren: HTML {
        listed(.recordBeneficiaryStatus, "<p class=\"src\">\(visit("Aucun enfant n'est inscrit.", "No child is enrolled."))</p>")
    }

    private func verdict(on command: ClerkCommand) -> Permission.Verdict {
        if command == .correct { return context.present.refusalOfCorrection(given: permissions).map { .forbidden($0) } ?? .allowed }
        return permissions.first { $0.trials.first?.fact.command == command }?.verdict ?? .allowed
    }

    private func allowed(_ command: ClerkCommand, _ note: HTML) -> HTML {
        let address = asking(context.form(command))
        return """
            <li><p><a href="\(address)"><strong>\(visit(command))</strong></a></p>
            <p>\(visit(command.hint))</p>\(note)</li>

            """
    }

    private func forbidden(_ command: ClerkCommand, _ refusal: Refusal) -> HTML {
        let trouble = FieldTrouble(
            words: "\(refusal.rule.words[visit.language])", rule: (refusal.rule.id, refusal.rule.source), inTheWay: refusal.conflictsWith,
            makesUnlawful: refusal.makesUnlawful)
        return listed(command, "<p class=\"no\">\(trouble.words.html)\(TroubleSummary.reasons(of: trouble, in: context))</p>")
    }

    /// A command without a link.
    private func listed(_ command: ClerkCommand, _ why: HTML) -> HTML {
        "<li><p class=\"was\">\(visit(command))</p>\(why)</li>\n"
    }

    /// The condition on which a command is allowed.
    private func depends(on field: BodyField) -> String {
        switch field {
        case .scheme: visit("Selon le contrat collectif.", "It depends on the collective contract.")
        case .income: visit("Selon le revenu pendant l'absence.", "It depends on the income during the absence.")
        case .cause: visit("Selon le motif.", "It depends on the cause.")
        case .beneficiary: visit("Selon la personne.", "It depends on the person.")
        case .relation: visit("Selon le lien avec l'agent.", "It depends on what the person is to the agent.")
        case .status: visit("Avec un statut qui prolonge le droit.", "With a status that extends the right.")
        case .suspensionFrom: visit("Selon l'absence.", "It depends on the absence.")
        case .requestedOn: visit("Selon la date d'envoi de la demande.", "It depends on the day the request was sent.")
        case .bulletinLastDay: visit("Selon le dernier jour d'emploi.", "It depends on the last day of employment.")
        case .month: visit("Selon le mois.", "It depends on the month.")
        case .mandateReference: visit("Selon le mandat.", "It depends on the mandate.")
        case .version: visit("Selon le fait.", "It depends on the fact.")
        default: visit("Selon le jour.", "It depends on the day.")
        }
    }
}
