extension Rule {
    /// The source and the French and English texts of each rule.
    var text: (source: String, french: String, english: String) {
        switch self {
        case .contractUnknown:
            (
                "P", "Ce contrat est inconnu, ou ne l'était pas encore à l'instant demandé.",
                "This contract is unknown, or was not known yet at that instant."
            )
        case .rescissionTarget:
            (
                "P", "L'événement à annuler n'existe pas, ou est lui-même une annulation ou un effacement.",
                "The event to annul does not exist, or is itself a rescission or an erasure."
            )
        case .rescissionAlreadyRescinded:
            ("P", "Cet événement est déjà annulé.", "This event is already rescinded.")
        case .schemeUnknown:
            ("P", "Ce régime est inconnu du service.", "The service knows no such scheme.")
        case .contractFull:
            (
                "P", "Ce contrat contient autant de faits, ou de bénéficiaires, que le service en admet.",
                "This contract holds as many facts, or as many beneficiaries, as the service allows."
            )

        case .mandateUnknown:
            ("P", "Aucun mandat de cette référence n'est enregistré.", "No mandate with this reference is registered.")

        case .contractAlreadyAffiliated:
            ("L, décret 2022-633, art. 2", "Une affiliation est déjà en cours ce jour-là.", "The agent is already affiliated on that day.")
        case .employmentNotEmployed:
            (
                "P", "L'agent n'est pas en emploi ce jour-là : ni absence ni fin d'emploi n'est possible.",
                "The agent is not employed on that day: no absence or end of employment can be recorded."
            )
        case .absenceClassification:
            (
                "G3, G10, G11", "Ce motif relève de la liste des cessations temporaires d'activité : utilisez start-temporary-cessation.",
                "This cause is on the closed list of temporary cessations: use start-temporary-cessation."
            )
        case .absenceAlreadyOpen:
            ("P", "Une absence de même nature est déjà ouverte ce jour-là.", "An absence of the same kind is already open on that day.")
        case .absenceChildBirthDateMissing:
            (
                "G3", "La disponibilité pour élever un enfant de moins de 12 ans demande sa date de naissance.",
                "Availability to raise a child under 12 needs the child's birth date."
            )
        case .absenceChildTooOld:
            ("G3", "L'enfant a atteint son douzième anniversaire.", "The child has reached their twelfth birthday.")
        case .resumptionNothingToResume:
            (
                "P", "Aucune absence n'est ouverte ce jour-là : il n'y a rien à reprendre.",
                "No absence is open on that day: there is nothing to resume from."
            )
        case .affiliationBeforeEmployment:
            ("L, décret 2022-633, art. 2", "L'affiliation ne peut précéder l'emploi.", "Affiliation cannot precede the employment.")
        case .affiliationBeforeScheme:
            ("P", "L'affiliation ne peut précéder l'entrée en vigueur du régime.", "Affiliation cannot precede the scheme.")

        case .coverOutside:
            ("L, décret 2022-633, art. 2", "Avant l'affiliation, il n'y a pas de couverture.", "There is no cover before affiliation.")
        case .coverActive:
            (
                "G4, G10", "L'activité, l'absence indemnisée et la cessation temporaire d'activité donnent la couverture.",
                "Active, in paid absence or in temporary cessation, the agent is covered."
            )
        case .coverSuspended:
            (
                "G11, G12", "L'absence non indemnisée suspend les garanties jusqu'à la reprise.",
                "Unpaid absence suspends the guarantees until work resumes."
            )
        case .coverEnded:
            (
                "G6", "La couverture cesse avec le dernier jour d'emploi, sauf portabilité.",
                "Cover ends with the last day of employment, unless portability follows."
            )
        case .exemption:
            (
                "L, décret 2022-633, art. 3", "La dispense d'affiliation exclut couverture et cotisation.",
                "Exempt from affiliation: no cover and no cotisation."
            )
        case .resumption:
            ("G12", "La reprise du travail met fin à l'absence.", "Resumption of work ends the absence.")
        case .continuation:
            (
                "G13, G14", "À la demande de l'agent, les garanties sont maintenues dès le premier jour de la suspension, à sa charge.",
                "On the agent's request the guarantees continue from the first day of the suspension, at the agent's charge."
            )
        case .continuationNoSuspension:
            ("G13", "Aucune absence non indemnisée ne commence ce jour-là.", "No unpaid absence starts on that day.")
        case .continuationAlreadyRequested:
            ("G13", "Le maintien a déjà été demandé pour cette absence.", "Continuation was already requested for this absence.")
        case .continuationDeadline:
            (
                "G13", "La demande de maintien a été envoyée après le délai qui suit la suspension.",
                "The request was sent after the deadline that follows the suspension."
            )
        case .continuationNotInForce:
            ("G13", "Aucun maintien n'est en vigueur ce jour-là.", "No continuation is in force on that day.")

        case .portabilityBulletinMissing:
            ("G9", "Le bulletin de portabilité de l'employeur manque.", "The employer's portability bulletin is missing.")
        case .portabilityAlreadyStarted:
            ("G6", "La portabilité est déjà ouverte.", "Portability has already started.")
        case .portabilityEmploymentNotEnded:
            ("G6", "Aucun emploi n'a pris fin au dernier jour que dit le bulletin.", "No employment ended with the bulletin's last day.")
        case .portabilityRetired:
            ("G7", "La retraite et le décès excluent la portabilité.", "Retirement and death exclude portability.")
        case .portabilityNotCoveredAtEnd:
            ("G7", "Il n'y avait pas de couverture au dernier jour d'emploi.", "The agent was not covered on the last day of employment.")
        case .portabilityNotificationMissing:
            (
                "G9", "La notification d'ouverture de droits à l'indemnisation manque.",
                "The notification that benefits were granted is missing."
            )
        case .portabilityNotOpen:
            ("G6", "Aucune portabilité n'est ouverte ce jour-là.", "No portability is open on that day.")
        case .portabilityDuration:
            (
                "G6; L, CSS L.911-8", "La portabilité dure autant de mois que le dernier contrat, dans la limite du plafond.",
                "Portability lasts as many months as the last contract, up to the limit."
            )
        case .proofProven:
            ("G9", "L'attestation de France Travail du mois est reçue.", "The month's France Travail attestation has been received.")
        case .proofAwaited:
            ("G9; P", "L'attestation de France Travail du mois est attendue.", "The month's France Travail attestation is awaited.")
        case .proofOverdue:
            ("G9; P", "L'attestation de France Travail du mois est en retard.", "The month's France Travail attestation is overdue.")
        case .proofConflicting:
            (
                "G9", "Une autre attestation contredit celle-ci pour le même mois : annulez d'abord l'ancienne.",
                "Another attestation of the same month contradicts this one: rescind the former first."
            )
        case .proofOutsideWindow:
            (
                "G9", "Le mois, ou le jour de perte, est hors de la portabilité.",
                "The month, or the day of loss, lies outside the portability."
            )
        case .optionFrozen:
            (
                "G8", "Pendant la portabilité, les garanties restent celles d'avant : l'option ne change pas.",
                "Under portability the guarantees stay what they were: the option cannot change."
            )
        case .contractNotInForce:
            ("P", "L'agent n'est pas en emploi ce jour-là.", "The agent is not in employment on that day.")

        case .beneficiaryRight:
            (
                "G1, G2; L, décret 2022-633, art. 5", "Une personne inscrite qui y a droit suit la couverture de l'agent.",
                "Enrolled and entitled, the beneficiary follows the holder."
            )
        case .beneficiaryUnknown:
            ("P", "Le contrat ne connaît pas cette personne.", "The contract knows no such beneficiary.")
        case .beneficiaryBeforeHolder:
            (
                "G1, G2", "Un bénéficiaire ne peut entrer avant la première affiliation du titulaire.",
                "A beneficiary cannot join before the holder's first affiliation."
            )
        case .portabilityNoNewBeneficiaries:
            ("G8", "Aucun bénéficiaire n'entre pendant la portabilité.", "No beneficiary joins under portability.")
        case .beneficiaryAlreadyEnrolled:
            ("P", "Cette personne est déjà inscrite ce jour-là.", "This beneficiary is already enrolled on that day.")
        case .beneficiaryContradicting:
            (
                "P", "Le lien ou la date de naissance contredit l'inscription précédente.",
                "The relation or birth date contradicts the earlier enrolment."
            )
        case .beneficiaryNotEligible:
            (
                "G1, G2; L, décret 2022-633, art. 5", "Cette personne n'a pas droit à la couverture ce jour-là.",
                "This person is not eligible on that day."
            )
        case .beneficiaryPartnerExists:
            (
                "G1", "Une autre personne est inscrite comme partenaire ce jour-là ou plus tard.",
                "Another partner is enrolled on that day or later."
            )
        case .beneficiaryNotEnrolled:
            ("P", "Cette personne n'est pas inscrite ce jour-là.", "This beneficiary is not enrolled on that day.")

        case .cotisationMonth:
            (
                "P", "Un jour décide du mois entier : le 1er, ou celui de la première affiliation du mois.",
                "One day decides the whole month: the 1st, or that of the month's first affiliation."
            )
        case .cotisationBase:
            (
                "L, arrêté du 30-05-2022, art. 2; accord du 26-01-2022",
                "L'employeur paie la moitié de la cotisation d'équilibre ; l'agent une part fixe et une part solidaire.",
                "The employer bears half of the balance cotisation; the agent a fixed part and a part that depends on pay."
            )
        case .cotisationOption:
            (
                "L, accord du 26-01-2022, § 5.2", "L'employeur prend en charge une part plafonnée de l'option, l'agent le reste.",
                "The employer bears a capped share of the option, the agent the rest."
            )
        case .cotisationBeneficiaries:
            (
                "L, accord du 26-01-2022, § 5.3",
                "Les bénéficiaires sont à la charge de l'agent seul ; à partir du troisième enfant, rien n'est dû.",
                "Beneficiaries are borne by the agent alone; from the third child on nothing is due."
            )
        case .cotisationTemporaryCessation:
            (
                "G5; L, accord du 8-04-2024, art. 18", "En cessation temporaire, l'agent verse tout et l'employeur lui rembourse sa part.",
                "In temporary cessation the agent pays everything and the employer refunds its part."
            )
        case .cotisationContinuation:
            (
                "G13", "En maintien, l'agent verse la totalité de la cotisation, sans part de l'employeur.",
                "In continuation the agent pays the whole cotisation, without an employer's part."
            )
        case .cotisationNone:
            ("G6, G11", "Rien n'est dû ce mois.", "Nothing is due for this month.")
        case .collection:
            (
                "G15", "Prélevée sur la paie, ou par prélèvement bancaire sur mandat SEPA.",
                "Withheld on pay, or collected by direct debit under a SEPA mandate."
            )
        case .adjustment:
            ("P", "Ce qui est dû moins ce qui était connu auparavant.", "What is due, less what was known before.")
        }
    }
}
