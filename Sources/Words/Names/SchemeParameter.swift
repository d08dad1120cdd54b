/// The parameters of a scheme, by their names in scheme files and answers. A test compares the list with `ParameterSet.names`.
public enum SchemeParameter: String, CaseIterable, Worded, Sendable {
    case balanceCotisationCents, employerRate, agentFixedRate, solidarityRate, payCeilingCents, optionPriceCents, optionEmployerRate,
        optionEmployerCapCents, beneficiaryPriceCents, freeChildrenFromRank, portabilityMaxMonths, portabilityMonthRounding,
        continuationDays, proofDueMonths, childAgeLimit, childStatusAgeLimit, childAgeTest, partnerMustBeFiscallyDependent,
        exemptionIndividualContractMaxMonths, monthReference

    /// The words for the parameter.
    public var words: Bilingual {
        switch self {
        case .balanceCotisationCents: both("cotisation d'équilibre du mois", "a month's balance cotisation")
        case .employerRate: both("part de l'employeur dans la cotisation d'équilibre", "employer's share of the balance cotisation")
        case .agentFixedRate: both("part fixe de l'agent dans la cotisation d'équilibre", "agent's fixed share of the balance cotisation")
        case .solidarityRate: both("part solidaire de l'agent, en proportion de la rémunération", "agent's share of pay")
        case .payCeilingCents: both("plafond mensuel de la sécurité sociale", "monthly social security ceiling")
        case .optionPriceCents: both("prix des options", "prices of the options")
        case .optionEmployerRate: both("part de l'employeur dans l'option", "employer's share of the option")
        case .optionEmployerCapCents: both("plafond de la part de l'employeur dans l'option", "most the employer bears of the option")
        case .beneficiaryPriceCents: both("prix des bénéficiaires", "prices of the beneficiaries")
        case .freeChildrenFromRank: both("rang de l'enfant à partir duquel rien n'est dû", "rank of the child from which nothing is due")
        case .portabilityMaxMonths: both("durée maximale de la portabilité, en mois", "longest portability, in months")
        case .portabilityMonthRounding: both("décompte des mois d'activité", "how months of activity are counted")
        case .continuationDays: both("délai pour demander le maintien, en jours", "days in which to request continuation")
        case .proofDueMonths: both("délai des attestations, en mois", "months in which attestations are due")
        case .childAgeLimit: both("âge qui met fin au droit d'un enfant", "age that ends a child's right")
        case .childStatusAgeLimit:
            both(
                "âge qui y met fin en études, en apprentissage ou en recherche d'emploi",
                "age that ends it for a student, apprentice or job seeker")
        case .childAgeTest: both("moment où l'âge d'un enfant compte", "when a child's age counts")
        case .partnerMustBeFiscallyDependent: both("partenaire à charge fiscale", "partner at fiscal charge")
        case .exemptionIndividualContractMaxMonths:
            both(
                "durée maximale d'une dispense pour contrat individuel, en mois", "longest exemption for an individual contract, in months")
        case .monthReference: both("jour qui décide du mois", "day that decides the month")
        }
    }
}
