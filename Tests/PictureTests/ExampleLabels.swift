import CivilTime
import Contracts
import Picture

extension PictureLabels {
    /// French words, enough for tests.
    static let example = PictureLabels(
        title: "Frise du contrat", description: "Activité, absence, portabilité. Le tableau qui suit dit tout.", situation: "Situation",
        payment: "Qui paie, par mois", rails: "Vrai depuis (en haut), su (en bas)", known: "connu à ce jour",
        standing: { shown, _ in
            switch (shown.standing, shown.isOver) {
            case (.active, _): ["En activité", "Act."]
            case (.paidAbsence, _): ["Absence rémunérée", "Absence"]
            case (.suspended, _): ["Absence non indemnisée", "Sans solde"]
            case (.temporaryCessation, _): ["Cessation temporaire", "Cessation"]
            case (.portability, false): ["Portabilité"]
            case (.exempt, false): ["Dispense"]
            default: []
            }
        },
        cover: { cover in
            switch (cover.state, cover.basis) {
            case (.covered, .continuation): ["Maintien"]
            case (.covered, .portability): ["Attesté"]
            case (.covered, _): ["Activité"]
            case (.provisional, _): ["Provisoire"]
            case (.lapsed, _): ["En retard"]
            case (.suspended, _): ["Suspendue"]
            case (.exempt, _): ["Dispense"]
            case (.none, _): ["Aucune"]
            }
        },
        flows: { flows in
            if flows == .zero { return ["Rien n’est dû", "0 €"] }
            let (agent, employer) = (euros(flows.agentToInsurer), euros(flows.employerToInsurer))
            return flows.employerToInsurer == .zero
                ? ["Agent seul \(agent)", agent] : ["Agent \(agent), employeur \(employer)", "\(agent) + \(employer)"]
        },
        month: { month, hasYear in months[month.monthOfYear - 1] + (hasYear ? " \(month.year)" : "") },
        shortDay: { "\($0.components.day) \(months[$0.components.month - 1])" },
        day: { day in "\(day.components.day)/\(day.components.month)/\(day.components.year)" }, daysLate: { "+\($0) j" },
        table: PictureTableLabels(
            periodsCaption: "Périodes", factsCaption: "Faits", period: "Du – au", situation: "Situation", payment: "Dû par mois",
            fact: "Fait", effective: "Vrai depuis", recorded: "Su le", remark: "Remarque", nothing: "–", before: "avant"),
        look: { look in look == .payment ? "agent (bas) + employeur (haut)" : "\(look)" }, late: "su après son effet, et de combien",
        notKnownYet: "pas encore su", rescinded: "annulé", before: "ce qui était su avant",
        instants: "Revoir la page telle qu’on la connaissait",
        instant: { instant, hasHour in hasHour ? "\(instant)" : "\(instant.parisDay)" }, present: "maintenant")

    private static let months = [
        "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ]

    private static func euros(_ money: Money) -> String {
        let cents = money.cents % 100
        return "\(money.cents / 100),\(cents < 10 ? "0" : "")\(cents)\u{A0}€"
    }
}
