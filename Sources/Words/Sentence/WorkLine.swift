public import CivilTime
public import Contracts

/// A line of *Ce qui presse* or of the worklist, in words.
public struct WorkLine: Hashable, Sendable {
    /// The time: `En retard : au plus tard le 30 juin`, `D’ici le 31 juillet`.
    public let due: Phrase
    /// The subject: `l’attestation France Travail de mai 2027`.
    public let matter: Phrase
    /// Whether the due day is over.
    public let isOverdue: Bool

    /// The line of a deadline.
    ///
    /// - Parameters:
    ///   - kind: the kind of work, judged on `asOf`.
    ///   - dueOn: its due day.
    ///   - asOf: the day on which deadlines are judged.
    ///   - month: the month that a proof attests, if known.
    ///   - person: the beneficiary concerned, with their birth date; `nil` for the holder.
    public init(
        _ kind: WorkKind, dueOn: Day, asOf: Day, month: Month? = nil, person: (name: PersonName, bornOn: Day)? = nil, in language: Language
    ) {
        isOverdue = dueOn < asOf || kind == .proofOverdue
        due = WorkLine.due(kind, on: dueOn, isOverdue: isOverdue, asOf: asOf, in: language)
        let what = WorkLine.matter(kind, month: month, age: person.map { dueOn.next.age(from: $0.bornOn) }, in: language)
        if let person {
            let who = person.name.phrase(or: both("bénéficiaire", "beneficiary").capitalized, in: language)
            matter = language == .french ? "\(who) : \(what)" : "\(who): \(what)"
        } else {
            matter = what
        }
    }

    private static func due(_ kind: WorkKind, on day: Day, isOverdue: Bool, asOf: Day, in language: Language) -> Phrase {
        let date = Phrase.day(day, in: language, near: asOf)
        // These months are due from the day on: there is no last day in time.
        if kind == .mandateMissing {
            let isAhead = day > asOf
            return language == .french ? "\(isAhead ? "À partir du" : "Depuis le") \(date)" : "\(isAhead ? "From" : "Since") \(date)"
        }
        // The due day itself is still in time.
        if isOverdue { return language == .french ? "En retard : au plus tard le \(date)" : "Overdue: due by \(date)" }
        return language == .french ? "D'ici le \(date)" : "By \(date)"
    }

    private static func matter(_ kind: WorkKind, month: Month?, age: Int?, in language: Language) -> Phrase {
        let words: Bilingual
        switch kind {
        case .proofAwaited, .proofOverdue:
            guard let month else { return "\(both("attestation France Travail", "France Travail attestation")[language])" }
            return language == .french
                ? "attestation France Travail \(Phrase.ofMonth(month, in: language))"
                : "France Travail attestation for \(Phrase.month(month, in: language))"
        case .continuationDeadline: words = both("dernier jour pour demander le maintien", "last day to request continuation")
        case .beneficiaryAgeLimit:
            words =
                age.map { both("dernier jour de droit, veille de ses \($0) ans", "last day of the right, eve of the age of \($0)") }
                ?? both("dernier jour de droit", "last day of the right")
        case .statusExpiring: words = both("dernier jour de droit, fin du statut", "last day of the right, end of the status")
        case .childReaching12:
            words = both("douzième anniversaire de l'enfant, pendant la disponibilité", "the child's twelfth birthday, during the leave")
        case .mandateMissing: words = both("aucun mandat SEPA pour le prélèvement", "no SEPA mandate for the direct debit")
        case .exemptionExpiring:
            words = both("dernier jour de dispense", "last day exempt")
        }
        return "\(words[language])"
    }
}

extension Day {
    /// The age in whole years, on this day, of a person born on another.
    fileprivate func age(from birth: Day) -> Int {
        let years = components.year - birth.components.year
        return birth.birthday(years) > self ? years - 1 : years
    }
}
