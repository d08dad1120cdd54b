import Access
import ContractService
import HTTPTypes
import Hummingbird
import Words

/// The problems of a caller who proposes, or who decides on a proposal.
extension Problem {
    init(_ trouble: ProposalTrouble) {
        switch trouble {
        case .otherRequest: self.init(.idempotencyMismatch)
        case .tooMany(let limit):
            self.init(
                status: .tooManyRequests, rule: "proposal.tooMany", source: "RFC 6585, 4",
                title: Bilingual("Trop de propositions", "Too many proposals"),
                detail: Bilingual(
                    "\(limit) de vos propositions attendent déjà : retirez-en, ou attendez qu'un superviseur en décide.",
                    "\(limit) of your proposals wait already: withdraw some, or wait until a supervisor decides on them."),
                headers: [.retryAfter: "60"])
        }
    }

    /// The proposal contains an identity or an IBAN.
    static let personalProposal = Problem(
        status: .unprocessableContent, rule: "proposal.personal", source: "RGPD, art. 5(1)(c)",
        title: Bilingual("Donnée personnelle", "Personal data"),
        detail: Bilingual(
            "Une proposition n'est pas chiffrée : ni identité ni IBAN. Proposez la correction sans eux, puis enregistrez-les quand elle est confirmée.",
            "A proposal is not encrypted: no identity and no IBAN may stand in it. Propose the correction without them, and record them once it is confirmed."
        ),
        place: .field("/commands"))

    static let unknownProposal = Problem(
        status: .notFound, rule: "proposal.unknown", source: "RFC 9110, 15.5.5", title: Bilingual("Inconnu", "Unknown"),
        detail: Bilingual("Aucune proposition ne porte cet identifiant.", "No proposal has this identifier."))

    /// Four eyes: the proposer may not decide.
    static let ownProposal = forbiddenDecision(
        "proposal.ownHand",
        Bilingual(
            "Vous avez fait cette proposition : un autre superviseur en décide ; vous pouvez la retirer.",
            "You made this proposal: another supervisor decides on it; you may withdraw it."))

    static let proposalOfAnother = forbiddenDecision(
        "proposal.anothersHand",
        Bilingual(
            "Cette proposition est d'un autre : seul son auteur la retire ; vous pouvez la rejeter.",
            "This proposal is another caller's: only who made it withdraws it; you may reject it."))

    /// The proposal no longer waits.
    static func decided(_ state: ProposedChange.State) -> Problem {
        if state == .expired {
            return Problem(
                status: .gone, rule: "proposal.expired", source: "RFC 9110, 15.5.11",
                title: Bilingual("Proposition expirée", "Proposal expired"),
                detail: Bilingual(
                    "Personne n'en a décidé en sept jours : proposez de nouveau.",
                    "Nobody decided on it within seven days: propose it again."
                ))
        }
        return Problem(
            status: .conflict, rule: "proposal.decided", source: "RFC 9110, 15.5.10",
            title: Bilingual("Proposition déjà décidée", "Proposal decided already"),
            detail: Bilingual("Cette proposition \(state.words.french).", "This proposal \(state.words.english)."))
    }

    /// A bulk contains an annulment that the caller may only propose.
    static let annulsInBulk = Problem(
        status: .forbidden, rule: "access.role", source: "RFC 9110, 15.5.4", title: Bilingual("Accès refusé", "Forbidden"),
        detail: Bilingual(
            "Vous ne pouvez pas annuler d'événements en nombre : proposez chaque annulation seule (POST …/rescind ou …/correct), un superviseur la confirmera.",
            "You may not annul events in bulk: propose each annulment alone (POST …/rescind or …/correct), and a supervisor will confirm it."
        ))

    private static func forbiddenDecision(_ rule: String, _ detail: Bilingual) -> Problem {
        Problem(status: .forbidden, rule: rule, source: "P", title: Bilingual("Accès refusé", "Forbidden"), detail: detail)
    }
}

extension ProposedChange.State {
    fileprivate var words: Bilingual {
        switch self {
        case .waiting: Bilingual("attend encore", "still waits")
        case .expired: Bilingual("a expiré", "has expired")
        case .confirming: Bilingual("est confirmée, et en cours d'exécution", "is confirmed, and being run")
        case .confirmed: Bilingual("est confirmée et exécutée", "is confirmed and done")
        case .refused: Bilingual("a été confirmée, puis refusée par une règle", "was confirmed, and refused by a rule")
        case .withdrawn: Bilingual("a été retirée par son auteur", "was withdrawn by who made it")
        case .rejected: Bilingual("a été rejetée", "was rejected")
        }
    }
}
