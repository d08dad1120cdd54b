import Billing
import CivilTime
import ContractService
import Crypto
import JSON

/// A line of a bank's file of which nothing was recorded, as an event keeps it for ever.
///
/// Names and purposes of payments are other people's words, and can be personal data. So it has only codes: references of the bank, and identifiers that a
/// run could have given.
struct KeptBankLine: Hashable, Sendable {
    /// Only one in the form of our debits.
    let endToEndId: String?
    let file: String?
    let reference: String?
    let amount: Money?
    let on: Day?
    /// The rule that refused it; `nil` when the line names nothing that is known here.
    var rule: String?

    /// What is kept of a line.
    init(_ line: BankFileOutcome.Unmatched) {
        endToEndId = line.endToEndId.flatMap { Self.isOurs($0, "D", 7) ? $0 : nil }
        file = line.file.flatMap { Self.code($0) }
        reference = line.reference.flatMap { Self.code($0) }
        amount = line.amount
        on = line.on
        rule = line.rule?.id
    }

    init(endToEndId: String?, file: String?, reference: String?, amount: Money?, on day: Day?, rule: String?) {
        self.endToEndId = endToEndId
        self.file = file
        self.reference = reference
        self.amount = amount
        on = day
        self.rule = rule
    }

    /// Reads what an event says; `nil` for something else.
    init?(_ fields: JSON) {
        guard fields.object != nil else { return nil }
        self.init(
            endToEndId: fields["endToEndId"]?.string, file: fields["file"]?.string, reference: fields["reference"]?.string,
            amount: fields["amountCents"]?.integer.map { Money(cents: $0) }, on: fields["on"]?.string.flatMap { Day($0) },
            rule: fields["rule"]?.string)
    }

    /// What its event says.
    var json: JSON {
        let members: [(String, JSON?)] = [
            ("endToEndId", endToEndId.map { .string($0) }), ("file", file.map { .string($0) }),
            ("reference", reference.map { .string($0) }),
            ("amountCents", amount.map { JSON($0.cents) }), ("on", on.map { .string($0.description) }), ("rule", rule.map { .string($0) }),
        ]
        return .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    /// The same, whatever rule refuses it: a file that is sent again can be refused by another rule.
    var content: KeptBankLine {
        var line = self
        line.rule = nil
        return line
    }

    /// The bank's identifier of a message if it is a code, else a hash of it: so a file that is sent again is known in any case.
    static func message(_ id: String) -> String { code(id) ?? String(hexadecimal(SHA256.hash(data: Array(id.utf8))).prefix(32)) }

    /// A text that can be a bank's code, and hardly a name: one word of at most 35 letters that banks write, with a digit.
    private static func code(_ text: String) -> String? {
        let isCode = BankOrder.isReference(text) && !text.contains(" ") && text.utf8.contains { (0x30...0x39).contains($0) }
        return isCode && !PersonalWords.stand(in: text) ? text : nil
    }

    /// Whether an identifier has the form of those that runs give: `R000004D0000001`.
    private static func isOurs(_ id: String, _ letter: Character, _ digits: Int) -> Bool {
        guard id.first == "R", id.utf8.count <= 35 else { return false }
        let parts = id.dropFirst().split(separator: letter, omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count >= 6 && parts[1].utf8.count >= digits
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
