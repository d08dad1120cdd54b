public import Contracts

extension Relation: Worded {
    /// The relation to the holder, in gender-neutral words.
    public var words: Bilingual {
        switch self {
        case .spouse: both("conjoint ou conjointe", "spouse")
        case .civilPartner: both("partenaire de PACS", "civil partner")
        case .cohabitant: both("concubin ou concubine", "cohabitant")
        case .child: both("enfant", "child")
        case .grandchild: both("petit-enfant", "grandchild")
        case .partnerChild: both("enfant de la ou du partenaire", "partner's child")
        case .partnerGrandchild: both("petit-enfant de la ou du partenaire", "partner's grandchild")
        }
    }
}

extension BeneficiaryStatus.Kind: Worded {
    /// The status that keeps a child's right.
    public var words: Bilingual {
        switch self {
        case .student: both("études", "studies")
        case .apprentice: both("contrat d'apprentissage", "apprenticeship")
        case .jobSeeker: both("recherche d'emploi, avec inscription à France Travail", "search for work, registered with France Travail")
        case .disabled: both("handicap", "disability")
        }
    }
}

extension BeneficiaryStatus.Evidence: Worded {
    /// The evidence of a disability, besides its recognition.
    public var words: Bilingual {
        switch self {
        case .cmiInvalidity: both("carte mobilité inclusion, mention invalidité", "mobility inclusion card, invalidity")
        case .aeeh: both("allocation d'éducation de l'enfant handicapé (AEEH)", "allowance for a disabled child (AEEH)")
        case .aah: both("allocation aux adultes handicapés (AAH)", "allowance for disabled adults (AAH)")
        }
    }
}
