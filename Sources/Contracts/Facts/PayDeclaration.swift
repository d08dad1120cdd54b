public import CivilTime

/// The employer declares another pay.
public struct PayDeclaration: Hashable, Sendable {
    /// The first day with this pay.
    public var effectiveOn: Day
    /// Gross monthly pay.
    public var grossMonthlyPay: Money

    /// A declaration as the caller states it.
    public init(effectiveOn: Day, grossMonthlyPay: Money) {
        self.effectiveOn = effectiveOn
        self.grossMonthlyPay = grossMonthlyPay
    }
}
