public import Billing
public import BillingService
public import Words

extension RunKind: Worded {
    /// The kind of run.
    public var words: Bilingual {
        switch self {
        case .opening: both("reprise", "opening")
        case .regular: both("appel du mois", "month's run")
        case .catchUp: both("régularisation", "catch-up")
        case .closing: both("clôture", "closing")
        case .cancelling: both("annulation", "cancellation")
        }
    }
}

extension BillingRun.Kind {
    /// The same, without its month or run.
    var name: RunKind {
        switch self {
        case .opening: .opening
        case .regular: .regular
        case .catchUp: .catchUp
        case .closing: .closing
        case .cancelling: .cancelling
        }
    }
}

extension MoneyWorkKind: Worded {
    /// The kind of work, as the heading of a list.
    public var words: Bilingual {
        switch self {
        case .directDebitHeld: both("prélèvement retenu", "direct debit held")
        case .creditToRefund: both("avoir à rembourser", "credit to refund")
        case .statementUnpaid: both("bordereau impayé", "statement unpaid")
        case .amountPrescribed: both("montant prescrit", "amount prescribed")
        case .handOverDue: both("fichier à remettre à la banque", "file to hand over to the bank")
        case .bankLineUnmatched: both("ligne de la banque à identifier", "bank's line to identify")
        }
    }
}

extension WorkTopic: Worded {
    /// The kind of work, as the heading of a list.
    public var words: Bilingual {
        switch self {
        case .portfolio(let kind): kind.words
        case .money(let kind): kind.words
        }
    }
}

extension MonthCause: Worded {
    /// Why contracts differ from the month before.
    public var words: Bilingual {
        switch self {
        case .joined: both("arrivées", "joined")
        case .left: both("départs", "left")
        case .standing: both("situation", "standing")
        case .employer: both("employeur", "employer")
        case .option: both("option", "option")
        case .beneficiaries: both("bénéficiaires", "beneficiaries")
        case .pay: both("rémunération", "pay")
        case .tariff: both("tarif", "tariff")
        }
    }
}

extension DirectDebitFile.State: Worded {
    /// Where a file is.
    public var words: Bilingual {
        switch self {
        case .presented: both("à remettre", "to hand over")
        case .handedOver: both("remis", "handed over")
        case .withdrawn: both("retiré", "withdrawn")
        }
    }
}

extension HoldReason: Worded {
    /// Why an agent is not debited.
    public var words: Bilingual {
        switch self {
        case .deceased: both("décès connu", "a death is known")
        case .mandateMissing: both("aucun mandat en vigueur le jour du prélèvement", "no mandate in force on the collection day")
        case .mandateEnded: both("un prélèvement revenu a mis fin au mandat", "a debit that came back ended the mandate")
        case .mandateLapsed: both("mandat inutilisé depuis trop longtemps", "mandate unused for too long")
        case .onHold: both("un prélèvement est revenu : à décider", "a debit came back: to be decided")
        case .inArrears: both("trop de prélèvements revenus de suite", "too many debits in a row came back")
        case .nameMissing: both("nom de famille ou compte inutilisable", "no usable family name or account")
        case .overLimit: both("montant au-dessus du plafond", "amount over the limit")
        }
    }

    /// What lets the agent be debited again.
    var remedy: Bilingual {
        switch self {
        case .deceased: both("Voir la succession", "See the estate")
        case .mandateMissing, .mandateEnded, .mandateLapsed: both("Enregistrer un mandat", "Register a mandate")
        case .onHold, .inArrears: both("Reprendre les prélèvements", "Resume direct debits")
        case .nameMissing: both("Compléter l'identité", "Complete the identity")
        case .overLimit: both("Vérifier la cotisation", "Check the cotisation")
        }
    }
}
