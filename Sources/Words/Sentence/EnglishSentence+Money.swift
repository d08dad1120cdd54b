import CivilTime
import Contracts

extension EnglishSentence {
    /// *For July, the agent owes €172.92, withheld on pay, and the employer €42.00.*
    func money(_ month: MonthDue) -> Phrase {
        let tense = Tense(of: month.month, today: day.today)
        let name = Phrase.month(month.month, in: .english, near: Month(of: day.on))
        let decided: Phrase = month.isDecidedOnOtherGround ? ": day \(month.decidedOn.components.day) decides the month" : ""
        if month.due == .zero { return "Nothing \(tense.form("was", "is", "will be")) due for \(name)\(decided)." }
        return "For \(name), \(parts(of: month, owes: tense.form("owed", "owes", "will owe"), tense))\(decided)."
    }

    private func parts(of month: MonthDue, owes: String, _ tense: Tense) -> Phrase {
        let due = month.due
        let (agent, employer) = (amount(due.agentToInsurer), amount(due.employerToInsurer))
        let way: Phrase =
            switch month.method {
            case .payroll: ", withheld on pay"
            case .directDebit: ", by direct debit"
            case .none: ""
            }
        if due.employerToAgent != .zero {
            let refunds = tense.form("refunded", "refunds", "will refund")
            return "the agent \(owes) \(agent)\(way), of which the employer \(refunds) \(amount(due.employerToAgent))"
        }
        if due.employerToInsurer == .zero { return "the agent \(owes) \(agent)\(way), without an employer's part" }
        if due.agentToInsurer == .zero { return "the employer \(owes) \(employer)" }
        return "the agent \(owes) \(agent)\(way), and the employer \(employer)"
    }

    private func amount(_ amount: Money) -> Phrase { .amount(amount, in: .english) }
}
