import CivilTime
import Contracts

/// The English sentence: the day, the name, the state, its ground and its last day.
struct EnglishSentence {
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
            return "\(opening), nothing \(reportTense.form("was", "is", "will be")) known of this contract."
        }
        let holder = name.phrase(or: fallback, in: .english)
        return "\(opening), \(holder) \(state(cover))\(ground(cover))\(end(cover))\(besides)."
    }

    func written(_ other: Day) -> Phrase { .day(other, in: .english) }

    private var opening: Phrase { tense == .present ? "Today, \(written(day.on))" : "On \(written(day.on))" }

    private func state(_ cover: Cover) -> Phrase {
        let has = tense.form("had", "has", "will have")
        return switch cover.state {
        case .covered where cover.basis == .portability: "\(has) \(strong: "proven") cover"
        case .covered: "\(has) \(strong: "cover")"
        case .provisional: "\(has) \(strong: "provisional") cover"
        case .suspended: "\(has) \(strong: "suspended") guarantees"
        case .lapsed: "\(has) \(strong: "no cover")"
        case .exempt: "\(has) an \(strong: "exemption")"
        case .none: "\(has) \(strong: "no cover")"
        }
    }

    private func ground(_ cover: Cover) -> Phrase {
        switch cover.state {
        case .covered, .provisional: cover.basis.map { ", \($0.ground.english)" } ?? ""
        case .suspended: ", for an unpaid absence"
        case .lapsed: ", for lack of the France Travail attestation"
        case .exempt: ", with neither cover nor cotisation"
        case .none: day.absence.map(absence) ?? noCover
        }
    }

    private func absence(_ absence: NoCover) -> Phrase {
        switch absence {
        case .notAffiliated: ": no affiliation is recorded"
        case .beforeAffiliation(let first): " before the affiliation of \(written(first))"
        case .beforeExemption(let first): " before the exemption of \(written(first))"
        case .afterEmployment(let last): " after the end of employment on \(written(last))"
        case .afterPortability(let last?): " after the end of portability on \(written(last))"
        case .afterPortability(nil): ": portability has not a single day"
        case .afterExemption(let last?): " after the end of the exemption on \(written(last))"
        case .afterExemption(nil): ": the exemption had reached its end before"
        }
    }

    /// The last day, and the words after it.
    private func end(_ cover: Cover) -> Phrase {
        switch day.absence {
        case .beforeAffiliation, .beforeExemption, .notAffiliated: return ""
        default: break
        }
        guard let last = day.through else { return openEnd(cover) }
        let until: Phrase = ", until \(written(last))"
        if let next = day.next, next.state != .none { return "\(until), then \(following(next, after: cover))" }
        // A lapsed cover is no cover: "until" a last day would suggest that there was one.
        if cover.state == .lapsed { return " (last day of portability: \(written(last)))" }
        return cover.state == .suspended ? "\(until), then no cover" : until
    }

    private func openEnd(_ cover: Cover) -> Phrase {
        switch (cover.state, cover.basis) {
        case (.suspended, _), (_, .paidAbsence), (_, .temporaryCessation), (_, .continuation): ", until work resumes"
        case (.exempt, _): ", without a term"
        default: ""
        }
    }

    private func following(_ next: Cover, after cover: Cover) -> Phrase {
        let isPortability = cover.basis == .portability
        return switch next.state {
        case .covered where next.basis == .portability: isPortability ? "proven cover" : "cover by portability"
        case .covered: "cover \(next.basis?.ground.english ?? "")"
        case .provisional: isPortability ? "provisional cover" : "provisional cover by portability"
        case .suspended: "suspended guarantees"
        case .lapsed: isPortability ? "no cover, for lack of the attestation" : "portability without cover, for lack of the attestation"
        case .exempt: "an exemption"
        case .none: "no cover"
        }
    }
}
