import Access
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// Whether a caller may record the command of a trial without another's confirmation.
    func mayRecordAlone(_ trial: CommandTrial, _ visit: Visit) -> Bool {
        !trial.annuls || fourEyes.letsActAlone(visit.caller, in: .rescind)
    }

    /// Why a correction with names or an account cannot be proposed, and the alternative.
    func notToPropose(_ context: ActContext, _ trial: CommandTrial) -> HTML {
        let visit = context.visit
        let links = trial.new.compactMap { fact -> HTML? in
            guard let version = fact.annuls else { return nil }
            let address = context.form(.rescind).setting("version", to: "\(version)")
            let words = visit("Annuler le fait \(version)", "Annul fact \(version)")
            return "<a class=\"btn\" href=\"\(address)\">\(words)</a>"
        }
        return """
            <div class="note">
            <p><strong>\(visit("Ceci ne peut pas être proposé.", "This cannot be proposed."))</strong> \
            \(visit("Annuler demande deux personnes, et une proposition ne garde ni nom ni IBAN. Proposez d'abord l'annulation seule ; une fois qu'elle est confirmée, enregistrez le reste.", "Annulling takes two people, and a proposal keeps neither names nor an IBAN. First propose to annul alone; once that is confirmed, record the rest."))</p>
            <p class="acts">\(HTML.joined(links, separator: " "))</p>
            </div>

            """
    }

    /// The page after a proposal.
    func proposedPage(_ context: ActContext) -> PageAnswer {
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
