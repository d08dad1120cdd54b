import Contracts
import Words

/// Why a paper is not available.
enum PaperRefusal: Error, Hashable, Sendable {
    /// The contract was unknown then.
    case unknown
    /// Nobody is covered on the day.
    case notCovered
    /// There is no cover on the day or before.
    case neverCovered
    /// Cover has no known end.
    case notEnded
    /// Cover depends on late documents: its last day is not known yet.
    case endPending
    /// No portability has started; `missing` holds the rules that a start would still break.
    case noPortability(missing: [Rule])
    /// The scheme gives no card on the day.
    case noCard
    /// The holder is not affiliated in the month.
    case notAffiliated

    /// Why, in a sentence.
    var words: Bilingual {
        switch self {
        case .unknown: both("Rien n'était su de ce contrat alors.", "Nothing was known of this contract then.")
        case .notCovered:
            both("Personne n'est couvert ce jour-là : rien à attester.", "Nobody is covered on that day: there is nothing to certify.")
        case .neverCovered: both("Il n'y a pas eu de couverture jusqu'à ce jour.", "There was no cover up to this day.")
        case .notEnded: both("La couverture n'a pas de fin connue.", "Cover has no known end.")
        case .endPending:
            both(
                "La couverture dépend d'attestations en retard : son dernier jour n'est pas acquis.",
                "Cover depends on overdue attestations: its last day is not settled.")
        case .noPortability: both("Aucune portabilité n'a commencé ce jour-là.", "No portability has begun on that day.")
        case .noCard: both("Le régime n'ouvre pas la carte de tiers payant ce jour-là.", "The scheme gives no card on that day.")
        case .notAffiliated:
            both("Il n'y a pas d'affiliation ce mois-là : aucune cotisation.", "There is no affiliation in that month: no cotisation.")
        }
    }
}
