public import Contracts

extension Standing: Worded {
    /// The words for the holder's standing.
    public var words: Bilingual {
        switch self {
        case .outside: both("avant l'affiliation", "before affiliation")
        case .exempt: both("dispense d'affiliation", "exemption")
        case .active: both("en activité", "in active service")
        case .paidAbsence: both("absence indemnisée", "paid absence")
        case .suspended: both("absence non indemnisée", "unpaid absence")
        case .temporaryCessation: both("cessation temporaire d'activité", "temporary cessation")
        case .ended: both("emploi terminé", "employment ended")
        case .portability: both("portabilité", "portability")
        }
    }

    /// The same in one word or two, for pictures.
    public var shortWords: Bilingual {
        switch self {
        case .outside: both("avant", "before")
        case .exempt: both("dispense", "exempt")
        case .active: both("activité", "active")
        case .paidAbsence: both("absence payée", "paid leave")
        case .suspended: both("sans solde", "unpaid")
        case .temporaryCessation: both("cessation", "cessation")
        case .ended: both("terminé", "ended")
        case .portability: both("portabilité", "portability")
        }
    }
}
