import CivilTime
import Contracts
public import Words

extension PictureLabels {
    /// The labels from the module `Words`, for pages and for the terminal.
    public init(in language: Language) {
        func say(_ french: String, _ english: String) -> String { language == .french ? french : english }
        self.init(
            title: say("Frise du contrat", "Timeline of the contract"),
            description: say(
                "Situation, couverture de chaque personne, qui paie, et quand chaque fait a été su. Le tableau qui suit dit tout.",
                "Situation, cover of each person, who pays, and when each fact was known. The table that follows says all of it."),
            situation: say("Situation", "Situation"),
            payment: say("Qui paie, par mois", "Who pays, by month"),
            rails: say("Vrai depuis (en haut), su (en bas)", "True from (above), known (below)"),
            known: say("connu à ce jour", "known to this day"),
            standing: { shown, _ in shown.wordings.map { $0.capitalized[language] } },
            cover: { cover in cover.wordings.map { $0.capitalized[language] } },
            flows: { flows in flows.wordings.map { $0.capitalized[language] } },
            month: { month, hasYear in month.written(in: language, near: hasYear ? nil : month, abbreviated: true) },
            shortDay: { day in day.written(in: language, near: day, abbreviated: true) },
            day: { day in day.writtenShort },
            daysLate: { days in DaySpan(days: days).mark[language] },
            table: PictureTableLabels(in: language),
            look: { look in look.wording?[language] ?? "" },
            late: say("su après son effet, et de combien", "known after its effect, and by how much"),
            notKnownYet: say("pas encore su", "not known yet"),
            rescinded: say("annulé", "annulled"),
            before: say("ce qui était su avant", "what was known before"),
            instants: say("Ce qui était su, d’un instant à l’autre", "What was known, from one instant to the next"),
            instant: { instant, hasHour in
                hasHour ? instant.written(in: language) : instant.parisDay.written(in: language, abbreviated: true)
            },
            present: TypedKnownAt.now.written(in: language))
    }
}

extension ShownStanding {
    /// The texts of the situation lane, the longest first; none before the contract.
    fileprivate var wordings: [Bilingual] {
        switch (standing, isOver) {
        case (.outside, _): []
        case (.portability, true): [Bilingual("portabilité terminée", "portability ended"), Standing.ended.shortWords]
        case (.exempt, true): [Bilingual("dispense terminée", "exemption ended"), Standing.ended.shortWords]
        default: [standing.words, standing.shortWords]
        }
    }
}

extension Cover {
    /// The texts of a cover lane, the longest first.
    fileprivate var wordings: [Bilingual] {
        switch state {
        case .covered: [words, basis?.words ?? state.words, basis?.shortWords ?? state.shortWords]
        case .provisional: [words, state.words, state.shortWords]
        case .lapsed, .suspended, .exempt, .none: [state.words, state.shortWords]
        }
    }
}

extension PieceLook {
    /// The meaning of the look in the legend; nil when it needs none.
    fileprivate var wording: Bilingual? {
        switch self {
        case .covered: Cover.State.covered.words
        case .continuation: Bilingual("couverture par le maintien", "cover by continuation")
        case .provisional: Cover.State.provisional.words
        case .lapsed: Cover.State.lapsed.words
        case .suspended: Cover.State.suspended.words
        case .exempt: Cover.State.exempt.words
        case .atWork: Standing.active.words
        case .paidAbsence: Standing.paidAbsence.words
        case .unpaidAbsence: Standing.suspended.words
        case .portability: Standing.portability.words
        case .temporaryCessation: Standing.temporaryCessation.words
        case .payment: Bilingual("agent (en bas) et employeur (en haut)", "agent (below) and employer (above)")
        case .nothingDue, .nothing: nil
        }
    }
}
