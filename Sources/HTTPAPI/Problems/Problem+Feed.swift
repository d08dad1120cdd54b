import ContractService
import Hummingbird
import Words

/// The problems of a consumer of the log.
extension Problem {
    init(_ trouble: FeedTrouble) {
        switch trouble {
        case .ahead(let after, let head): self = .ahead(after: after, head: head)
        case .missing: self = .fault
        case .otherIncarnation(let incarnation, let position):
            self = .cursorOfOtherIncarnation(incarnation, begunAfter: position)
        }
    }

    private static func ahead(after: Int64, head: Int64) -> Problem {
        Problem(
            status: .conflict, rule: "feed.ahead", source: "RFC 9110, 15.5.10",
            title: Bilingual("Position au-delà du journal", "Position beyond the log"),
            detail: Bilingual(
                "Le journal s'arrête à la position \(head), avant la position \(after) : c'est une sauvegarde plus ancienne ou un autre journal. Ne reprenez pas sans rapprochement.",
                "The log ends at position \(head), before position \(after): it is an older backup, or another log. Do not go on without reconciling."
            ),
            headers: [.xPosition: String(head)])
    }
}
