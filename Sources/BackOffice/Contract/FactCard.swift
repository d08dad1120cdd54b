import CivilTime
import ContractService
import Contracts
import HTML
import Picture
import Words

/// A fact in a few lines: its title, when and by whom it was recorded, and its source.
struct FactCard {
    let entry: ContractRecord.Entry
    let record: ContractRecord
    let links: ContractLinks
    let people: CalledPeople
    let names: ShownNames
    let visit: Visit
    let rescission: Int?

    init(
        _ entry: ContractRecord.Entry, of record: ContractRecord, links: ContractLinks, people: CalledPeople, names: ShownNames,
        visit: Visit, annulledBy rescission: Int?
    ) {
        self.entry = entry
        self.record = record
        self.links = links
        self.people = people
        self.names = names
        self.visit = visit
        self.rescission = rescission
    }

    private var language: Language { visit.language }

    private var shown: ShownFact {
        ShownFact(
            version: entry.version, effectiveOn: entry.fact.effectiveOn, recordedAt: entry.recorded.recordedAt,
            inTimeThrough: record.present.inTimeThrough(entry.fact))
    }

    /// Whether the fact was recorded late and is in force.
    var isLate: Bool { rescission == nil && shown.daysLate != nil }

    /// The fact in a phrase.
    var words: HTML { entry.fact.title(in: language) { names[$0] }.html }

    /// The version and the fact, as a link to its page; struck through when annulled.
    var title: HTML {
        let text: HTML = "\(entry.version) · <a href=\"\(links.fact(entry.version))\">\(words)</a>"
        return rescission == nil ? text : "<s>\(text)</s>"
    }

    /// The effective day, the recording, the source, the delay, and the rescission.
    func about(offersToAnnul: Bool) -> HTML {
        var parts: [HTML] = []
        if let effective { parts.append(effective) }
        parts.append(recorded)
        if let source = entry.source {
            let channel = SourceChannel(rawValue: source.channel.rawValue)?.words[language] ?? source.channel.rawValue
            let reference: HTML? = source.reference.map { reference -> HTML in " <bdi>\(reference)</bdi>" }
            parts.append("\(visit("par :", "by:")) \(channel)\(reference)")
        }
        if let lateness { parts.append("<span class=\"late-n\">\(lateness[language])</span>") }
        if let rescission {
            let fact: HTML = "<a href=\"\(links.fact(rescission))\">\(visit("le fait \(rescission)", "fact \(rescission)"))</a>"
            parts.append("<strong>\(visit("annulé par", "annulled by")) \(fact)</strong>")
        } else if offersToAnnul, mayRescind {
            let words = visit("annuler le fait \(entry.version)", "annul fact \(entry.version)")
            parts.append("<a href=\"\(links.rescind(entry.version))\">\(words)</a>")
        }
        return HTML.joined(parts, separator: " · ")
    }

    /// Whether the caller may annul the fact.
    var mayRescind: Bool {
        !entry.fact.isFinal && visit.mayRecord && record.rescission(of: entry.version) == nil
    }

    /// The delay in days after the effective day, or for a proof after the due day. Nil when it was in time.
    private var lateness: Bilingual? {
        shown.daysLate.flatMap { days in
            if case .proof = entry.fact { DaySpan(days: days).overdue } else { DaySpan(days: days).lateness }
        }
    }

    private var effective: HTML? {
        if case .proof(let proof) = entry.fact {
            let month = Phrase.month(proof.month, in: language)
            return visit.language == .french ? "pour \(month.html)" : "for \(month.html)"
        }
        return entry.fact.effectiveOn.map { day in
            "\(visit("à partir du", "from")) \(Phrase.day(day, in: language).html)"
        }
    }

    private var recorded: HTML {
        let instant = entry.recorded.recordedAt.written(in: language)
        let by: HTML =
            entry.proposedBy.map { proposer -> HTML in
                "\(visit("proposé par", "proposed by")) <bdi>\(proposer)</bdi>, \(visit("confirmé par", "confirmed by")) <bdi>\(entry.recordedBy)</bdi>"
            } ?? "\(visit("par", "by")) <bdi>\(entry.recordedBy)</bdi>"
        return "\(visit("su le", "known on")) \(instant), \(by)"
    }
}
