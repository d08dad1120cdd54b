public import CivilTime

/// The employer declares another pay.
public struct PayDeclaration: Hashable, Sendable {
    /// The first day it is paid for.
    public var effectiveOn: Day
    /// Gross monthly pay.
    public var grossMonthlyPay: Money

    /// A declaration as it was told.
    public init(effectiveOn: Day, grossMonthlyPay: Money) {
        self.effectiveOn = effectiveOn
        self.grossMonthlyPay = grossMonthlyPay
    }
}
