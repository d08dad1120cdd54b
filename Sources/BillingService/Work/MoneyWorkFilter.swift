public import Billing
public import CivilTime

/// A filter on the work about money.
public struct MoneyWorkFilter: Hashable, Sendable {
    /// Keeps only work of this kind.
    public var kind: MoneyWorkKind?
    /// Keeps only work that is due on this day or before.
    public var dueThrough: Day?
    /// Keeps only what is about this employer, or about a contract that has it on the day on which work is judged.
    public var employer: String?

    /// A filter; `nil` filters nothing.
    public init(kind: MoneyWorkKind? = nil, dueThrough: Day? = nil, employer: String? = nil) {
        self.kind = kind
        self.dueThrough = dueThrough
        self.employer = employer
    }
}
