import Billing
import CivilTime
import HTML
import Words

/// What was refused of a file of direct debits, as the address of the run's page has it.
struct RefusedFile: Sendable {
    /// Why.
    enum Reason: Sendable {
        /// By this rule.
        case rule(BillingRule)
        /// The day cannot be read.
        case day(UnreadableText)
    }

    let file: String
    /// The day as it was typed.
    let typed: String
    let reason: Reason

    /// Reads the query; nil when nothing was refused.
    init?(_ query: PageFields, _ visit: Visit) {
        guard let file = query["file"], let refused = query["refused"] else { return nil }
        self.file = file
        typed = query["on"] ?? ""
        if let rule = BillingRule(rawValue: refused) {
            reason = .rule(rule)
        } else {
            do throws(UnreadableText) {
                _ = try DayReader(today: visit.today).day(typed)
                return nil
            } catch { reason = .day(error) }
        }
    }

    /// The rule that refuses it; nil when the day cannot be read.
    var rule: BillingRule? { if case .rule(let rule) = reason { rule } else { nil } }

    /// Why.
    func words(in language: Language) -> HTML {
        switch reason {
        case .rule(let rule): "\(both(rule.french, rule.english)[language])"
        case .day(let problem): problem.phrase(in: language).html
        }
    }
}
