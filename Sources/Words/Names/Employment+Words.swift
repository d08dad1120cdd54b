public import Contracts

extension Employment.Kind: Worded {
    /// The name of the employment, in gender-neutral words.
    public var words: Bilingual {
        switch self {
        case .civilServant: both("fonctionnaire", "civil servant")
        case .contractual: both("contrat de droit public", "contract of public law")
        case .stateWorker: both("statut ouvrier de l'État", "state worker")
        case .privateSchoolTeacher: both("enseignement privé sous contrat", "private school under contract")
        case .apprentice: both("apprentissage", "apprenticeship")
        }
    }
}

extension EmploymentEnd.Reason: Worded {
    /// The way in which employment ended.
    public var words: Bilingual {
        switch self {
        case .endOfContract: both("fin de contrat", "end of contract")
        case .dismissal: both("licenciement", "dismissal")
        case .mutualTermination: both("rupture conventionnelle", "mutual termination")
        case .resignation: both("démission", "resignation")
        case .retirement: both("retraite", "retirement")
        case .death: both("décès", "death")
        case .secondment: both("détachement", "secondment")
        case .transfer: both("mutation", "transfer")
        }
    }
}

extension PortabilityEnd.Reason: Worded {
    /// The reason for the end of portability.
    public var words: Bilingual {
        switch self {
        case .newEmployment: both("nouvel emploi", "new employment")
        case .benefitsEnded: both("fin de l'indemnisation", "end of benefits")
        case .retirement: both("retraite", "retirement")
        case .death: both("décès", "death")
        case .request: both("demande de l'agent", "request of the agent")
        }
    }
}

extension Exemption.Ground: Worded {
    /// The ground of the exemption.
    public var words: Bilingual {
        switch self {
        case .stateComplementaryCover: both("complémentaire santé solidaire", "complementary cover paid by the State")
        case .individualContract: both("contrat individuel, jusqu'à son terme", "individual contract, until its term")
        case .fixedTermWithCover:
            both("contrat à durée déterminée, avec couverture individuelle", "fixed-term contract, with individual cover")
        case .otherCollectiveCover:
            both("autre couverture collective, même comme ayant droit", "another collective cover, also as a dependant")
        }
    }
}
