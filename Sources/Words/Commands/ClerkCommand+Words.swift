extension CommandGroup: Worded {
    /// The heading of the group.
    public var words: Bilingual {
        switch self {
        case .arrival: both("Arrivée", "Arrival")
        case .absence: both("Absence", "Absence")
        case .departure: both("Départ", "Departure")
        case .family: both("Famille", "Family")
        case .contract: both("Contrat", "Contract")
        case .mistake: both("Erreur", "Mistake")
        }
    }
}

extension ClerkCommand: Worded {
    /// The name of the event in the menu.
    public var words: Bilingual {
        switch self {
        case .affiliate: both("Affiliation", "Affiliation")
        case .exempt: both("Dispense d'affiliation", "Exemption")
        case .suspend: both("Autre absence", "Another absence")
        case .startTemporaryCessation: both("Cessation temporaire d'activité", "Temporary cessation")
        case .requestContinuation: both("Demande de maintien", "Request to continue")
        case .endContinuation: both("Fin du maintien", "End of continuation")
        case .resume: both("Reprise du travail", "Return to work")
        case .endEmployment: both("L'emploi prend fin", "Employment ends")
        case .startPortability: both("Portabilité", "Portability")
        case .recordFranceTravailProof: both("Attestation France Travail", "France Travail attestation")
        case .endPortability: both("Fin de la portabilité", "End of portability")
        case .addBeneficiary: both("Nouveau bénéficiaire", "New beneficiary")
        case .recordBeneficiaryStatus: both("Statut d'un enfant", "Status of a child")
        case .removeBeneficiary: both("Départ d'un bénéficiaire", "A beneficiary leaves")
        case .changeOption: both("Changement d'option", "Change of option")
        case .declarePay: both("Nouvelle rémunération", "New pay")
        case .changeEmployer: both("Changement d'employeur", "Change of employer")
        case .changeRemoteTransmission: both("Télétransmission (Noémie)", "Remote transmission (Noémie)")
        case .registerMandate: both("Mandat SEPA signé", "SEPA mandate signed")
        case .revokeMandate: both("Mandat SEPA révoqué", "SEPA mandate revoked")
        case .rescind: both("Annuler un fait", "Annul a fact")
        case .correct: both("Corriger des faits", "Correct facts")
        }
    }

    /// When to use the command, in one line, in the words of the guide.
    public var hint: Bilingual {
        switch self {
        case .affiliate:
            both("Une personne entre dans le contrat collectif, ou y revient.", "A person joins the collective contract, or comes back.")
        case .exempt:
            both(
                "Une personne a le droit de ne pas adhérer, sur déclaration sur l'honneur.", "A person may stay out, on a sworn statement.")
        case .suspend:
            both(
                "Congé maladie, maternité, convenance personnelle : le revenu décide.",
                "Sick leave, maternity, personal convenience: the income decides.")
        case .startTemporaryCessation:
            both("L'un des douze motifs du guide : la couverture continue.", "One of the guide's twelve causes: cover goes on.")
        case .requestContinuation:
            both(
                "Absence non indemnisée : les garanties continuent, à la charge de l'agent.",
                "Unpaid absence: the guarantees go on, at the agent's charge.")
        case .endContinuation: both("Le maintien cesse avant la reprise.", "Continuation ends before work resumes.")
        case .resume: both("Premier jour de travail après une absence.", "First day of work after an absence.")
        case .endEmployment:
            both("Fin de contrat, démission, retraite, décès ou mutation.", "End of contract, resignation, retirement, death or transfer.")
        case .startPortability:
            both(
                "Après l'emploi, garanties gratuites pendant l'indemnisation du chômage.",
                "After employment, free guarantees during unemployment benefits.")
        case .recordFranceTravailProof: both("L'attestation mensuelle de la portabilité.", "The monthly attestation of portability.")
        case .endPortability:
            both(
                "Nouvel emploi, fin de l'indemnisation, retraite, décès ou demande.",
                "New employment, end of benefits, retirement, death or request.")
        case .addBeneficiary:
            both("Partenaire, enfant ou petit-enfant à charge fiscale.", "A partner, child or grandchild at fiscal charge.")
        case .recordBeneficiaryStatus:
            both(
                "Études, apprentissage, recherche d'emploi ou handicap : le droit continue.",
                "Studies, apprenticeship, search for work or disability: the right goes on.")
        case .removeBeneficiary: both("Une personne quitte le contrat.", "A person leaves the contract.")
        case .changeOption: both("Sans option, option 1 ou option 2.", "No option, option 1 or option 2.")
        case .declarePay: both("Le montant brut mensuel change.", "The gross monthly amount changes.")
        case .changeEmployer: both("L'agent change d'employeur sans quitter le contrat.", "The agent changes employer within the contract.")
        case .changeRemoteTransmission: both("Accord ou refus de la télétransmission.", "Remote transmission is accepted or declined.")
        case .registerMandate: both("IBAN et mandat, pour le prélèvement.", "IBAN and mandate, for direct debits.")
        case .revokeMandate: both("Le mandat ne sert plus.", "The mandate is used no more.")
        case .rescind: both("Un fait enregistré était faux : il ne compte plus.", "A recorded fact was wrong: it counts no more.")
        case .correct: both("Annuler et enregistrer en une fois : tout ou rien.", "Annul and record in one step: all of it or nothing.")
        }
    }
}
