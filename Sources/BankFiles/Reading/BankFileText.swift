import Billing
import CivilTime
import Foundation

/// The text of an element.
struct BankFileText {
    /// The text as it is written. Identifiers are compared exactly.
    let text: String
    /// The currency of an amount, which is its attribute.
    let currency: String?

    /// The text as a code: without spaces around it, `nil` when nothing remains.
    var code: String? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    /// The text as a day, or as an instant on its day in Paris. An instant without an offset is on the day that it names.
    var day: Day? { code.flatMap { Instant($0)?.parisDay ?? Day(String($0.prefix(10))) } }

    /// The text as an amount in euros; `nil` in another currency, for parts of a cent, and for ten billion or more. So the amounts of a whole file can be
    /// summed.
    var euros: Money? {
        guard currency == "EUR", let match = code?.wholeMatch(of: /([0-9]{1,10})(?:\.([0-9]{1,2})0*)?/), let whole = Int(match.1) else {
            return nil
        }
        let cents = match.2.map { $0 + (String(repeating: "0", count: 2 - $0.count)) } ?? "00"
        return Int(cents).map { Money(cents: whole * 100 + $0) }
    }

    /// The text as a bank's reason; `nil` for a text of another form.
    var reason: String? { code.flatMap { ReturnPolicy.isReason($0) ? $0 : nil } }
}

extension String {
    /// The reason of a return for which the bank gives no code, but words of its own or nothing (NARR, narrative). P `returnPolicy` need not list it:
    /// then a clerk decides.
    static let narrativeReason = "NARR"
}
