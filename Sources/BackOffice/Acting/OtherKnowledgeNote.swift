import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A note for a clerk who comes from a page of another knowledge: the command acts on what is known now.
struct OtherKnowledgeNote {
    /// The query item with that knowledge. It has its own name, because the form always acts on the present.
    static let item = "reading"

    let record: ContractRecord
    /// The knowledge of that page.
    let knownAt: KnownAt
    let visit: Visit

    /// The knowledge in an address; nil for none, and for the present.
    init?(_ query: PageFields, of record: ContractRecord, _ visit: Visit) {
        guard let knownAt = query[Self.item].flatMap({ KnownAt($0) }), knownAt != .now else { return nil }
        self.record = record
        self.knownAt = knownAt
        self.visit = visit
    }

    /// The instant of that knowledge; nil for a fact that does not exist.
    private var instant: Instant? {
        switch knownAt {
        case .now: nil
        case .instant(let instant): instant
        case .version(let version): record.entry(version)?.recorded.recordedAt
        }
    }

    /// The number of facts recorded since.
    private var since: Int {
        switch knownAt {
        case .now: 0
        case .instant(let instant): record.entries.count { $0.recorded.recordedAt > instant }
        case .version(let version): max(record.entries.count - version, 0)
        }
    }

    var html: HTML? {
        guard let instant else { return nil }
        let day = instant.writtenShortly(in: visit.language)
        let was =
            instant > visit.now
            ? visit("Vous lisiez ce qui vaudrait le \(day).", "You were reading what would hold on \(day).")
            : visit("Vous lisiez ce qui était su le \(day).", "You were reading what was known on \(day).") + " "
                + visit(Self.count(since))
        return """
            <p>\(was) <strong>\(visit("Ici, vous agissez sur ce qui est su maintenant.", "Here you act on what is known now."))</strong></p>

            """
    }

    /// The number of facts recorded since an instant, in a sentence.
    static func count(_ facts: Int) -> Bilingual {
        switch facts {
        case 0: both("Aucun fait n'est arrivé depuis.", "No fact has come since.")
        case 1: both("1 fait est arrivé depuis.", "1 fact has come since.")
        default: both("\(facts) faits sont arrivés depuis.", "\(facts) facts have come since.")
        }
    }
}
