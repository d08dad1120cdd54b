public import Contracts

extension CotisationCollection.Method: Worded {
    /// The way of collection.
    public var words: Bilingual {
        switch self {
        case .payroll: both("retenue sur la paie", "withheld on pay")
        case .directDebit: both("prélèvement SEPA", "SEPA direct debit")
        case .none: both("rien à encaisser", "nothing to collect")
        }
    }
}

extension CotisationLine.Component: Worded {
    /// The subject of the line.
    public var words: Bilingual {
        switch self {
        case .base: both("garanties de base", "base guarantees")
        case .option: both("option", "option")
        case .partner: both("partenaire", "partner")
        case .child: both("enfant", "child")
        case .adultChild: both("enfant de 21 ans ou plus", "child of 21 or more")
        }
    }
}

extension Flows {
    /// The flow from the employer to the insurer.
    public static let employerToInsurerWords = both("de l'employeur à la mutuelle", "from the employer to the insurer")
    /// The flow from the agent to the insurer.
    public static let agentToInsurerWords = both("de l'agent à la mutuelle", "from the agent to the insurer")
    /// The refund from the employer to the agent.
    public static let employerToAgentWords = both("remboursement de l'employeur à l'agent", "refund from the employer to the agent")
}

extension Flow: Worded {
    /// The payer and the payee.
    public var words: Bilingual {
        switch self {
        case .employerToInsurer: Flows.employerToInsurerWords
        case .agentToInsurer: Flows.agentToInsurerWords
        case .employerToAgent: Flows.employerToAgentWords
        }
    }
}
