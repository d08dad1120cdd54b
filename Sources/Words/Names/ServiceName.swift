public import Contracts

/// The services of the guide, by their names in scheme files. Other services of a scheme have no words here.
public enum ServiceName: String, CaseIterable, Worded, Sendable {
    case thirdPartyPayment, teleconsultation, secondOpinion, prevention, assistance, assistanceCancerTreatment, assistanceAbroad, socialAid

    /// The words for the service.
    public var words: Bilingual {
        switch self {
        case .thirdPartyPayment: both("carte de tiers payant", "third-party payment card")
        case .teleconsultation: both("téléconsultation", "teleconsultation")
        case .secondOpinion: both("deuxième avis médical", "second medical opinion")
        case .prevention: both("prévention", "prevention")
        case .assistance: both("assistance", "assistance")
        case .assistanceCancerTreatment: both("assistance lors d'un traitement du cancer", "assistance during a cancer treatment")
        case .assistanceAbroad: both("assistance à l'étranger", "assistance abroad")
        case .socialAid: both("actions solidaires", "social aid")
        }
    }
}

extension Service.Condition {
    /// The condition in words; `nil` for an unknown condition.
    public var words: Bilingual? {
        switch (name, value) {
        case ("requestWithinDays", .number(1)): both("sous 1 jour", "within 1 day")
        case ("requestWithinDays", .number(let count)): both("sous \(count) jours", "within \(count) days")
        case ("requestWithinHours", .number(let count)): both("\(count) heures avant ou après", "\(count) hours before or after")
        case ("stayUnderDays", .number(let count)): both("séjour de moins de \(count) jours", "stay under \(count) days")
        case ("meansTested", .flag(true)): both("sous conditions de ressources", "means-tested")
        default: nil
        }
    }
}
