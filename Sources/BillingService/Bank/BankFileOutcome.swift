import Billing
import CivilTime
public import JSON

/// What became of a bank's file.
public struct BankFileOutcome: Sendable {
    /// A line of which nothing was recorded: a clerk finds out what it is.
    struct Unmatched: Hashable, Sendable {
        var endToEndId: String?
        var file: String?
        var reference: String?
        var amount: Money?
        var on: Day?
        /// The rule that refuses it; `nil` when the line names nothing that is known here.
        var rule: BillingRule?
    }

    /// The bank's identifier of the message.
    public let messageId: String
    /// How many returns and credits were recorded.
    public internal(set) var recorded = 0
    /// How many had been recorded before.
    public internal(set) var repeated = 0
    var unmatched: [Unmatched] = []

    init(messageId: String) { self.messageId = messageId }

    /// The outcome as an answer.
    public var json: JSON {
        [
            "messageId": .string(messageId), "recorded": JSON(recorded), "repeated": JSON(repeated),
            "unmatched": .array(
                unmatched.map { line in
                    let members: [(String, JSON?)] = [
                        ("endToEndId", line.endToEndId.map { .string($0) }), ("file", line.file.map { .string($0) }),
                        ("reference", line.reference.map { .string($0) }), ("amountCents", line.amount.map { JSON($0.cents) }),
                        ("on", line.on.map { .string($0.description) }), ("rule", line.rule.map { .string($0.id) }),
                    ]
                    return .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
                }),
        ]
    }
}
