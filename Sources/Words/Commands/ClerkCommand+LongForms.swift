import Contracts

extension ClerkCommand {
    /// The fields of a new beneficiary.
    static var enrolmentFields: [FormField] {
        [
            .beneficiary, .effectiveOn(both("Premier jour de couverture", "First day of cover")),
            FormField("/relation", both("Lien avec l'agent", "What the person is to the agent"), .one(of: Relation.self)),
            FormField("/bornOn", .bornOn, hint: both("Par exemple 11/02/2006.", "For example 11/02/2006."), .birthDay),
            FormField(
                "/fiscallyDependent", both("À charge fiscale ?", "At fiscal charge?"),
                hint: both("Le guide le demande de chaque bénéficiaire.", "The guide asks it of every beneficiary."), .yesNo),
        ] + IdentityField.names("/identity") + statusFields(isRequired: false)
    }

    /// The fields of a child's status.
    static func statusFields(isRequired: Bool) -> [FormField] {
        [
            FormField(
                "/status/kind", both("Statut", "Status"),
                hint: both("Il prolonge le droit d'un enfant de 21 ans ou plus.", "It extends the right of a child of 21 or more."),
                .one(of: BeneficiaryStatus.Kind.self), isRequired: isRequired),
            FormField("/status/from", both("Du", "From"), hint: .day, .day, isRequired: isRequired),
            FormField(
                "/status/through", both("Au", "Through"),
                hint: both("La fin de l'année d'études, par exemple.", "The end of the year of studies, for example."), .day,
                isRequired: false),
            FormField(
                "/status/cdaph", both("Handicap reconnu par la CDAPH ?", "Disability recognised by the CDAPH?"),
                hint: both("Pour un handicap seulement.", "For a disability only."), .yesNo, isRequired: false),
            FormField(
                "/status/evidence", both("Carte ou allocation", "Card or allowance"),
                hint: both("Pour un handicap : la reconnaissance ne suffit pas.", "For a disability: the recognition is not enough."),
                .one(of: BeneficiaryStatus.Evidence.self), isRequired: false),
        ]
    }

    /// The fields of a portability, from the bulletin and the notification.
    static var portabilityFields: [FormField] {
        [
            FormField(
                "/bulletin/lastDay", both("Dernier jour d'emploi, selon le bulletin", "Last day of employment, by the bulletin"),
                hint: both("Le bulletin de portabilité, rempli par l'employeur.", "The portability bulletin, filled in by the employer."),
                .day, isRequired: false),
            FormField(
                "/bulletin/activityPeriods/0/from", both("Période d'activité, du", "Period of activity, from"),
                hint: both("Le dernier contrat, ou chaque période d'activité.", "The last contract, or each period of activity."), .day,
                isRequired: false),
            FormField("/bulletin/activityPeriods/0/through", both("au", "through"), hint: .day, .day, isRequired: false),
            FormField(
                "/notification/opensOn", both("Indemnisation à partir du", "Benefits from"),
                hint: both(
                    "La notification d'ouverture de droits de France Travail.",
                    "The notification of France Travail that benefits were granted."), .day,
                isRequired: false),
            FormField(
                "/notification/benefitThrough", both("Indemnisation jusqu'au", "Benefits through"),
                hint: both("Si la notification le dit.", "If the notification says so."), .day, isRequired: false),
            FormField(
                "/retired", both("Retraite ?", "Retired?"),
                hint: both("La retraite exclut la portabilité.", "Retirement excludes portability."), .yesNo),
        ]
    }
}
