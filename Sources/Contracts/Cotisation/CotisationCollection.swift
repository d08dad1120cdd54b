/// How a month is collected.
public struct CotisationCollection: Hashable, Sendable {
    /// The ways of collection.
    public enum Method: String, CaseIterable, Sendable {
        case payroll, directDebit, none
    }

    /// The way of collection.
    public let method: Method
    /// Whether direct debit lacks its mandate: the month is due even so (G15).
    public let mandateMissing: Bool

    /// A way of collection, and whether its mandate is missing.
    public init(method: Method, mandateMissing: Bool) {
        self.method = method
        self.mandateMissing = mandateMissing
    }
}
