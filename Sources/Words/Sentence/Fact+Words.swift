public import Contracts

extension Fact: Worded {
    /// The kind of the fact, for lists: *reprise du travail*.
    public var words: Bilingual {
        switch self {
        case .affiliation: both("affiliation", "affiliation")
        case .exemption: both("dispense d'affiliation", "exemption")
        case .suspension(let fact):
            fact.isPaid ? both("absence indemnisée", "paid absence") : both("absence non indemnisée", "unpaid absence")
        case .temporaryCessation: both("cessation temporaire d'activité", "temporary cessation")
        case .resumption: both("reprise du travail", "return to work")
        case .employmentEnd: both("fin de l'emploi", "end of employment")
        case .portabilityStart: both("portabilité", "portability")
        case .portabilityEnd: both("fin de la portabilité", "end of portability")
        case .enrolment: both("nouveau bénéficiaire", "new beneficiary")
        case .statusRecord: both("statut d'un enfant", "status of a child")
        case .removal: both("départ d'un bénéficiaire", "a beneficiary leaves")
        case .continuationRequest: both("demande de maintien", "request to continue")
        case .continuationEnd: both("fin du maintien", "end of continuation")
        case .proof: both("attestation France Travail", "France Travail attestation")
        case .optionChange: both("changement d'option", "change of option")
        case .payDeclaration: both("nouvelle rémunération", "new pay")
        case .employerChange: both("changement d'employeur", "change of employer")
        case .remoteTransmissionChange: both("télétransmission", "remote transmission")
        case .mandateRegistration: both("mandat SEPA signé", "SEPA mandate signed")
        case .mandateRevocation: both("mandat SEPA révoqué", "SEPA mandate revoked")
        case .rescission: both("annulation", "rescission")
        case .erasure: both("effacement d'une identité", "erasure of an identity")
        }
    }
}
