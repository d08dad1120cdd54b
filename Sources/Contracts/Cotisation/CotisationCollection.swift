/// How a month is collected.
public struct CotisationCollection: Hashable, Sendable {
    /// The ways.
    public enum Method: String, CaseIterable, Sendable {
        case payroll, directDebit, none
    }

    /// The way.
    public let method: Method
    /// Whether direct debit lacks its mandate: the month is due all the same (G15).
    public let mandateMissing: Bool

    /// A way, and whether it lacks its mandate.
    public init(method: Method, mandateMissing: Bool) {
        self.method = method
        self.mandateMissing = mandateMissing
    }
}
