import Contracts

extension ClerkCommand {
    /// The fields of the command's form, in order. For a correction, the fields of its commands come in addition.
    public var fields: [FormField] {
        switch self {
        case .affiliate:
            [
                .scheme, .effectiveOn(both("Premier jour de couverture", "First day of cover")), .employer,
                FormField("/employment/kind", both("Emploi", "Employment"), .one(of: Employment.Kind.self)),
                FormField("/employment/startedOn", both("Premier jour d'emploi", "First day of employment"), hint: .day, .day),
                FormField(
                    "/employment/endsOn", both("Dernier jour prévu", "Last day foreseen"),
                    hint: both(
                        "Pour information : la couverture cesse quand la fin d'emploi est enregistrée.",
                        "For information: cover ends when the end of employment is recorded."),
                    .day, isRequired: false),
                FormField("/holder/bornOn", .bornOn, hint: both("Par exemple 14/03/1985.", "For example 14/03/1985."), .birthDay),
            ] + IdentityField.names("/holder/identity") + [
                FormField(
                    "/option", both("Option", "Option"),
                    hint: both("Les garanties de base, ou davantage avec une option.", "The base guarantees, or more with an option."),
                    .one(of: Option.self)),
                .pay,
                FormField(
                    "/remoteTransmission", both("Accord pour la télétransmission ?", "Remote transmission accepted?"),
                    hint: both("Noémie : la sécurité sociale transmet les décomptes.", "Noémie: social security passes the statements on."),
                    .yesNo,
                    isRequired: false),
            ]
        case .exempt:
            [
                .scheme, .effectiveOn(both("Premier jour de dispense", "First day exempt")),
                FormField(
                    "/through", both("Dernier jour de dispense", "Last day exempt"),
                    hint: both(
                        "Le terme du contrat individuel, par exemple. Vide : sans terme.",
                        "The term of the individual contract, for example. Empty: without a term."),
                    .day, isRequired: false),
                FormField("/ground", both("Pourquoi cette dispense ?", "Why this exemption?"), .one(of: Exemption.Ground.self)),
                FormField(
                    "/swornStatementOn", both("Date de la déclaration sur l'honneur", "Day of the sworn statement"), hint: .day, .day),
            ]
        case .addBeneficiary: ClerkCommand.enrolmentFields
        case .recordBeneficiaryStatus: [.beneficiary] + ClerkCommand.statusFields(isRequired: true)
        case .removeBeneficiary: [.beneficiary, .effectiveOn(both("Premier jour sans couverture", "First day without cover")), .reason]
        case .suspend:
            [
                .effectiveOn(both("Premier jour d'absence", "First day of absence")),
                FormField("/cause", both("Pourquoi cette absence ?", "Why this absence?"), .one(of: Suspension.Cause.self)),
                FormField(
                    "/income", both("Quel revenu pendant l'absence ?", "What income during the absence?"),
                    hint: both(
                        "Avec un revenu, la couverture continue ; sans revenu, elle est suspendue.",
                        "With an income, cover goes on; without, it is suspended."),
                    .one(of: Suspension.Income.self)),
            ]
        case .requestContinuation:
            [
                FormField(
                    "/suspensionFrom", both("Premier jour de l'absence non indemnisée", "First day of the unpaid absence"), hint: .day, .day
                ),
                FormField(
                    "/requestedOn", both("Date d'envoi de la demande", "Day the request was sent"),
                    hint: both(
                        "Celle du bulletin, au plus tard 30 jours après le premier jour d'absence.",
                        "That of the form, at the latest 30 days after the first day of absence."),
                    .day),
            ]
        case .endContinuation: [.effectiveOn(both("Premier jour sans maintien", "First day without continuation")), .reason]
        case .startTemporaryCessation:
            [
                .effectiveOn(both("Premier jour d'absence", "First day of absence")),
                FormField("/cause", both("Pourquoi cette absence ?", "Why this absence?"), .one(of: TemporaryCessation.Cause.self)),
                FormField(
                    "/childBornOn", both("Date de naissance de l'enfant", "Birth date of the child"),
                    hint: both("Pour élever un enfant de moins de 12 ans.", "To raise a child under 12."), .birthDay, isRequired: false),
            ]
        case .resume: [.effectiveOn(both("Premier jour de reprise", "First day back"))]
        case .endEmployment:
            [
                FormField("/lastDay", both("Dernier jour d'emploi", "Last day of employment"), hint: .day, .day),
                FormField(
                    "/reason", both("Comment l'emploi prend-il fin ?", "How does employment end?"), .one(of: EmploymentEnd.Reason.self)),
            ]
        case .startPortability: ClerkCommand.portabilityFields
        case .recordFranceTravailProof:
            [
                FormField(
                    "/month", both("Mois de l'attestation", "Month of the attestation"),
                    hint: both("Par exemple mai 2027 ou 05/2027.", "For example May 2027 or 05/2027."), .month),
                FormField("/compensated", both("Mois indemnisé en entier ?", "Whole month compensated?"), .yesNo),
                FormField(
                    "/lostOn", both("Premier jour sans indemnisation", "First day without compensation"),
                    hint: both("Seulement si le mois n'est pas indemnisé en entier.", "Only if the month is not wholly compensated."), .day,
                    isRequired: false),
            ]
        case .endPortability:
            [
                .effectiveOn(both("Premier jour sans portabilité", "First day without portability")),
                FormField(
                    "/reason", both("Pourquoi la portabilité prend-elle fin ?", "Why does portability end?"),
                    .one(of: PortabilityEnd.Reason.self)),
            ]
        case .changeOption:
            [
                .effectiveOn(both("Premier jour de la nouvelle option", "First day of the new option")),
                FormField("/option", both("Option", "Option"), .one(of: Option.self)),
            ]
        case .declarePay: [.effectiveOn(both("À partir du", "From")), .pay]
        case .changeEmployer: [.effectiveOn(both("Premier jour chez cet employeur", "First day with that employer")), .employer]
        case .changeRemoteTransmission:
            [
                .effectiveOn(both("À partir du", "From")),
                FormField("/remoteTransmission", both("Accord pour la télétransmission ?", "Remote transmission accepted?"), .yesNo),
            ]
        case .registerMandate:
            [
                .effectiveOn(both("Utilisable à partir du", "Usable from")),
                FormField(
                    "/iban", both("IBAN", "IBAN"), hint: both("Les espaces ne comptent pas.", "Spaces do not count."), .line(limit: 50)),
                .mandateReference, FormField("/signedOn", both("Signé le", "Signed on"), hint: .day, .day),
            ]
        case .revokeMandate: [.effectiveOn(both("Ne sert plus à partir du", "Used no more from")), .mandateReference]
        case .rescind: [FormField("/version", both("Fait à annuler", "Fact to annul"), .fact), .reason]
        case .correct: [FormField("/rescind/0", both("Faits à annuler", "Facts to annul"), .fact, isRequired: false), .reason]
        }
    }
}
