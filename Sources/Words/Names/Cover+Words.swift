public import Contracts

extension Cover.State: Worded {
    /// The name of the state.
    public var words: Bilingual {
        switch self {
        case .covered: both("couverture", "cover")
        case .provisional: both("couverture provisoire", "provisional cover")
        case .suspended: both("garanties suspendues", "suspended guarantees")
        case .lapsed: both("sans couverture, faute d'attestation", "no cover, for lack of the attestation")
        case .exempt: both("dispense d'affiliation", "exemption")
        case .none: both("aucune couverture", "no cover")
        }
    }

    /// The same in one word or two, for pictures and tables.
    public var shortWords: Bilingual {
        switch self {
        case .covered: both("acquise", "covered")
        case .provisional: both("provisoire", "provisional")
        case .suspended: both("suspendue", "suspended")
        case .lapsed: both("en défaut", "lapsed")
        case .exempt: both("dispense", "exempt")
        case .none: both("aucune", "none")
        }
    }

    /// A sign that distinguishes the states without colour, for months of portability; `nil` when a word does.
    public var sign: String? {
        switch self {
        case .covered: "✓"
        case .provisional: "?"
        case .lapsed: "!"
        case .suspended, .exempt, .none: nil
        }
    }
}

extension Cover.Basis: Worded {
    /// The ground as a noun: *activité*, *portabilité*.
    public var words: Bilingual {
        switch self {
        case .active: both("activité", "active service")
        case .paidAbsence: both("absence indemnisée", "paid absence")
        case .temporaryCessation: both("cessation temporaire d'activité", "temporary cessation")
        case .continuation: both("maintien", "continuation")
        case .portability: both("portabilité", "portability")
        }
    }

    /// The ground after a cover: *une couverture en activité*, *une couverture par la portabilité*.
    public var ground: Bilingual {
        switch self {
        case .active: both("en activité", "in active service")
        case .paidAbsence: both("en absence indemnisée", "in paid absence")
        case .temporaryCessation: both("en cessation temporaire d'activité", "in temporary cessation")
        case .continuation: both("par le maintien", "by continuation")
        case .portability: both("par la portabilité", "by portability")
        }
    }

    /// The same in one word, for pictures.
    public var shortWords: Bilingual {
        switch self {
        case .active: both("activité", "active")
        case .paidAbsence: both("absence", "absence")
        case .temporaryCessation: both("cessation", "cessation")
        case .continuation: both("maintien", "continuation")
        case .portability: both("portabilité", "portability")
        }
    }
}

extension Cover: Worded {
    /// The state with its ground, if there is a cover: *couverture provisoire, portabilité*.
    public var words: Bilingual {
        let words = state.words
        // A lapsed cover has no ground: its words explain the reason.
        guard state != .lapsed, let ground = basis?.words else { return words }
        return Bilingual("\(words.french), \(ground.french)", "\(words.english), \(ground.english)")
    }
}

extension Option: Worded {
    /// The name of the option.
    public var words: Bilingual {
        switch self {
        case .base: both("sans option", "no option")
        case .option1: both("option 1", "option 1")
        case .option2: both("option 2", "option 2")
        }
    }
}

extension ProofState: Worded {
    /// The state of the month's proof.
    public var words: Bilingual {
        switch self {
        case .proven: both("attestation reçue", "attestation received")
        case .awaited: both("attestation attendue", "attestation awaited")
        case .overdue: both("attestation en retard", "attestation overdue")
        }
    }

    /// The same in one word or two, for tables.
    public var shortWords: Bilingual {
        switch self {
        case .proven: both("reçue", "received")
        case .awaited: both("attendue", "awaited")
        case .overdue: both("en retard", "overdue")
        }
    }
}
