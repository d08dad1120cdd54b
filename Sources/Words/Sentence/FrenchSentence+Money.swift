import CivilTime
import Contracts

extension FrenchSentence {
    /// *En juillet, l'agent doit 172,92 €, par retenue sur la paie, et l'employeur 42,00 €.*
    func money(_ month: MonthDue) -> Phrase {
        let tense = Tense(of: month.month, today: day.today)
        let name = Phrase.month(month.month, in: .french, near: Month(of: day.on))
        let decided: Phrase = month.isDecidedOnOtherGround ? " : c'est le \(ordinal(month.decidedOn)) qui décide du mois" : ""
        if month.due == .zero { return "Rien \(tense.form("n'était", "n'est", "ne sera")) dû en \(name)\(decided)." }
        return "En \(name), \(parts(of: month, owes: tense.form("devait", "doit", "devra"), tense))\(decided)."
    }

    private func parts(of month: MonthDue, owes: String, _ tense: Tense) -> Phrase {
        let due = month.due
        let (agent, employer) = (amount(due.agentToInsurer), amount(due.employerToInsurer))
        let way: Phrase =
            switch month.method {
            case .payroll: ", par retenue sur la paie"
            case .directDebit: ", par prélèvement"
            case .none: ""
            }
        if due.employerToAgent != .zero {
            let refunds = tense.form("remboursait", "rembourse", "remboursera")
            return "l'agent \(owes) \(agent)\(way), dont l'employeur lui \(refunds) \(amount(due.employerToAgent))"
        }
        if due.employerToInsurer == .zero { return "l'agent \(owes) \(agent)\(way), sans part de l'employeur" }
        if due.agentToInsurer == .zero { return "l'employeur \(owes) \(employer)" }
        return "l'agent \(owes) \(agent)\(way), et l'employeur \(employer)"
    }

    private func amount(_ amount: Money) -> Phrase { .amount(amount, in: .french) }

    private func ordinal(_ day: Day) -> String { day.components.day == 1 ? "1er" : String(day.components.day) }
}
