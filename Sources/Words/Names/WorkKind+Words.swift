public import Contracts

extension WorkKind: Worded {
    /// The kind of work, as the heading of a list.
    public var words: Bilingual {
        switch self {
        case .proofAwaited: both("attestation France Travail attendue", "France Travail attestation awaited")
        case .proofOverdue: both("attestation France Travail en retard", "France Travail attestation overdue")
        case .continuationDeadline: both("délai pour demander le maintien", "time to request continuation")
        case .beneficiaryAgeLimit: both("âge limite d'un enfant", "age limit of a child")
        case .statusExpiring: both("fin du statut d'un enfant", "end of a child's status")
        case .childReaching12: both("enfant de 12 ans pendant la disponibilité", "child turning 12 during the leave")
        case .mandateMissing: both("mandat SEPA manquant", "SEPA mandate missing")
        case .exemptionExpiring: both("fin d'une dispense", "end of an exemption")
        }
    }

    /// The label of the button that settles it.
    public var action: Bilingual {
        switch self {
        case .proofAwaited, .proofOverdue: both("Enregistrer l'attestation", "Record the attestation")
        case .continuationDeadline: both("Enregistrer la demande de maintien", "Record the request to continue")
        case .beneficiaryAgeLimit, .statusExpiring: both("Enregistrer un statut", "Record a status")
        case .childReaching12: both("Enregistrer la suite de l'absence", "Record what follows the absence")
        case .mandateMissing: both("Enregistrer un mandat", "Record a mandate")
        case .exemptionExpiring: both("Enregistrer la suite de la dispense", "Record what follows the exemption")
        }
    }

    /// The command behind that button; `nil` when the clerk must choose among several.
    public var command: ClerkCommand? {
        switch self {
        case .proofAwaited, .proofOverdue: .recordFranceTravailProof
        case .continuationDeadline: .requestContinuation
        case .beneficiaryAgeLimit, .statusExpiring: .recordBeneficiaryStatus
        case .mandateMissing: .registerMandate
        case .childReaching12, .exemptionExpiring: nil
        }
    }
}

extension Deadline.Kind: Worded {
    /// The kind of deadline, before it is judged on a day.
    public var words: Bilingual {
        switch self {
        case .proof: both("attestation France Travail", "France Travail attestation")
        case .continuationDeadline: WorkKind.continuationDeadline.words
        case .beneficiaryAgeLimit: WorkKind.beneficiaryAgeLimit.words
        case .statusExpiring: WorkKind.statusExpiring.words
        case .childReaching12: WorkKind.childReaching12.words
        case .mandateMissing: WorkKind.mandateMissing.words
        case .exemptionExpiring: WorkKind.exemptionExpiring.words
        }
    }
}
