public import Contracts

extension Suspension.Cause: Worded {
    /// The name of the cause in the guide or in the statute.
    public var words: Bilingual {
        switch self {
        case .sickLeave: both("congé de maladie", "sick leave")
        case .longSickLeave: both("congé de longue maladie ou de longue durée", "long sick leave")
        case .maternity: both("congé de maternité", "maternity leave")
        case .adoption: both("congé d'adoption", "adoption leave")
        case .paternity: both("congé de paternité et d'accueil de l'enfant", "paternity leave")
        case .workAccident: both("accident de service ou du travail", "accident at work")
        case .personalConvenience: both("disponibilité pour convenance personnelle", "leave for personal convenience")
        case .followPartner: both("disponibilité pour suivre son ou sa partenaire", "leave to follow a partner")
        case .studies: both("disponibilité pour études ou recherches", "leave for studies or research")
        case .unpaidLeave: both("congé sans rémunération", "unpaid leave")
        case .other: both("autre motif", "another cause")
        }
    }
}

extension TemporaryCessation.Cause: Worded {
    /// The name of the cause in the guide.
    public var words: Bilingual {
        switch self {
        case .parentalLeave: both("congé parental", "parental leave")
        case .healthAvailability: both("disponibilité pour raison de santé", "availability for health reasons")
        case .unpaidHealthLeave: both("congé sans revenu pour raison de santé", "leave without income for health reasons")
        case .unpaidMaternityLeave: both("congé sans revenu de maternité", "maternity leave without income")
        case .unpaidFamilyChargeLeave: both("congé sans revenu lié aux charges parentales", "leave without income for family charges")
        case .familyCaregiverLeave: both("congé de proche aidant", "family caregiver leave")
        case .parentalPresenceLeave: both("congé de présence parentale", "parental presence leave")
        case .familySolidarityLeave: both("congé de solidarité familiale", "family solidarity leave")
        case .professionalTrainingLeave: both("congé de formation professionnelle", "professional training leave")
        case .earlyCessation:
            both("cessation anticipée d'activité, avec l'allocation spécifique", "early cessation, with the specific allowance")
        case .childCareAvailability: both("disponibilité pour donner des soins à un enfant", "availability to care for a child")
        case .childUnder12Availability:
            both("disponibilité pour élever un enfant de moins de 12 ans", "availability to raise a child under 12")
        }
    }
}

extension Suspension.StatedCause: Worded {
    /// The name of the cause.
    public var words: Bilingual {
        switch self {
        case .own(let cause): cause.words
        case .closedList(let cause): cause.words
        }
    }
}

extension Suspension.Income: Worded {
    /// The agent's income during the absence.
    public var words: Bilingual {
        switch self {
        case .salary: both("rémunération maintenue, en tout ou partie", "pay kept, in whole or in part")
        case .employerFundedDailyAllowance:
            both("indemnités journalières financées en partie par l'employeur", "daily allowances part-financed by the employer")
        case .replacementIncome: both("revenu de remplacement versé par l'employeur", "replacement income paid by the employer")
        case .none: both("aucun", "none")
        }
    }
}
