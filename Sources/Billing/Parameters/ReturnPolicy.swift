/// What follows when a direct debit comes back, by the bank's reason (P `returnPolicy`).
public struct ReturnPolicy: Hashable, Sendable {
    /// What follows.
    public enum Action: String, CaseIterable, Sendable {
        /// The amount is presented again with the next run.
        case represent
        /// The mandate is not used again under the same registration.
        case endMandate
        /// A clerk decides first.
        case hold
    }

    /// The actions of the listed reasons.
    public let actions: [String: Action]

    /// A policy. A reason that is not listed means `hold`.
    public init(_ actions: [String: Action]) { self.actions = actions }

    /// Whether a text has the form of a bank's reason: up to four capital letters and digits.
    public static func isReason(_ text: String) -> Bool { text.wholeMatch(of: /[A-Z0-9]{1,4}/) != nil }

    /// What follows a reason, such as `AM04`.
    public func action(for reason: String) -> Action { actions[reason] ?? .hold }
}
