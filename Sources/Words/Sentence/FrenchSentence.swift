import CivilTime
import Contracts

/// The French sentence: the day, the name, the state, its ground and its last day.
struct FrenchSentence {
    let day: ContractDay
    let name: PersonName
    /// The words for a person without a known name.
    var fallback = PersonName.holder
    /// The reason why there is no cover, when `day` does not hold it.
    var noCover: Phrase = ""
    /// The words after the last day.
    var besides: Phrase = ""

    /// The tense of the day asked about.
    var tense: Tense { Tense(of: day.on, today: day.today) }
    /// The tense of statements about deadlines: these are judged on another day when *known at* is in the past.
    var reportTense: Tense { Tense(of: day.asOf, today: day.today) }

    var cover: Phrase {
        guard let cover = day.cover else {
            return "\(opening), rien \(reportTense.form("n'était", "n'est", "ne sera")) connu de ce contrat."
        }
        let holder = name.phrase(or: fallback, in: .french)
        return "\(opening), \(holder) \(state(cover))\(ground(cover))\(end(cover))\(besides)."
    }

    func written(_ other: Day) -> Phrase { .day(other, in: .french) }

    private var opening: Phrase { "\(tense == .present ? "Ce" : "Le") \(written(day.on))" }

    private func state(_ cover: Cover) -> Phrase {
        let has = tense.form("avait", "a", "aura")
        let hasNot = tense.form("n'avait", "n'a", "n'aura")
        return switch cover.state {
        case .covered where cover.basis == .portability: "\(has) une couverture \(strong: "acquise")"
        case .covered: "\(has) une \(strong: "couverture")"
        case .provisional: "\(has) une couverture \(strong: "provisoire")"
        case .suspended: "\(has) des garanties \(strong: "suspendues")"
        case .lapsed: "\(hasNot) \(strong: "pas de couverture")"
        case .exempt: "\(has) une \(strong: "dispense") d'affiliation"
        case .none: "\(hasNot) \(strong: "aucune couverture")"
        }
    }

    private func ground(_ cover: Cover) -> Phrase {
        switch cover.state {
        case .covered, .provisional: cover.basis.map { ", \($0.ground.french)" } ?? ""
        case .suspended: ", par une absence non indemnisée"
        case .lapsed: ", faute d'attestation France Travail"
        case .exempt: ", sans couverture ni cotisation"
        case .none: day.absence.map(absence) ?? noCover
        }
    }

    private func absence(_ absence: NoCover) -> Phrase {
        switch absence {
        case .notAffiliated: " : aucune affiliation n'est enregistrée"
        case .beforeAffiliation(let first): " avant l'affiliation du \(written(first))"
        case .beforeExemption(let first): " avant la dispense du \(written(first))"
        case .afterEmployment(let last): " après la fin de l'emploi, le \(written(last))"
        case .afterPortability(let last?): " après la fin de la portabilité, le \(written(last))"
        case .afterPortability(nil): " : la portabilité ne compte aucun jour"
        case .afterExemption(let last?): " après la fin de la dispense, le \(written(last))"
        case .afterExemption(nil): " : la dispense était déjà à son terme"
        }
    }

    /// The last day, and the words after it.
    private func end(_ cover: Cover) -> Phrase {
        switch day.absence {
        case .beforeAffiliation, .beforeExemption, .notAffiliated: return ""
        default: break
        }
        guard let last = day.through else { return openEnd(cover) }
        let until: Phrase = ", jusqu'au \(written(last))"
        if let next = day.next, next.state != .none { return "\(until), puis \(following(next, after: cover))" }
        // A lapsed cover is no cover: "until" a last day would suggest that there was one.
        if cover.state == .lapsed { return " (dernier jour de portabilité : \(written(last)))" }
        return cover.state == .suspended ? "\(until), puis aucune couverture" : until
    }

    private func openEnd(_ cover: Cover) -> Phrase {
        switch (cover.state, cover.basis) {
        case (.suspended, _), (_, .paidAbsence), (_, .temporaryCessation), (_, .continuation): ", jusqu'à la reprise"
        case (.exempt, _): ", sans terme"
        default: ""
        }
    }

    private func following(_ next: Cover, after cover: Cover) -> Phrase {
        let isPortability = cover.basis == .portability
        return switch next.state {
        case .covered where next.basis == .portability: isPortability ? "une couverture acquise" : "une couverture par la portabilité"
        case .covered: "une couverture \(next.basis?.ground.french ?? "")"
        case .provisional: isPortability ? "une couverture provisoire" : "une couverture provisoire par la portabilité"
        case .suspended: "une suspension des garanties"
        case .lapsed: isPortability ? "aucune couverture, faute d'attestation" : "une portabilité sans couverture, faute d'attestation"
        case .exempt: "une dispense d'affiliation"
        case .none: "aucune couverture"
        }
    }
}
