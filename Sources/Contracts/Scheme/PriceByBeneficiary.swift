public import CivilTime

/// The monthly price of a beneficiary, by kind.
public struct PriceByBeneficiary: Hashable, Sendable {
    /// A partner.
    public let partner: Money
    /// A child under the age limit.
    public let child: Money
    /// A child from the age limit on.
    public let adultChild: Money

    /// Prices.
    public init(partner: Money, child: Money, adultChild: Money) {
        self.partner = partner
        self.child = child
        self.adultChild = adultChild
    }
}
